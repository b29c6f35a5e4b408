import { slotOctets } from './plan.js';

/** The position of a party's stream in the offer. */
export const customerStream = 0;
export const agentStream = 1;
export type StreamPosition = typeof customerStream | typeof agentStream;

const words = slotOctets / 4;

/**
 * Fills 160 octets with the audio of one slot, as 40 words. It follows from run, call, stream and slot alone, no two slots are alike,
 * and A-law maps every octet to a sample of its own: what was kept can be compared octet by octet, wherever it stands.
 */
export function fillSlot(into: Uint32Array, seed: number, call: number, stream: StreamPosition, slot: number): void {
  let state =
    (Math.imul(seed + 1, 0x9e3779b1) ^ Math.imul(call * 2 + stream + 1, 0x85ebca6b) ^ Math.imul(slot + 1, 0xc2b2ae35)) | 0;
  for (let word = 0; word < words; word += 1) {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    into[word] = mixed ^ (mixed >>> 14);
  }
}

/** The octets of one slot in memory of their own. */
export function slotAudio(seed: number, call: number, stream: StreamPosition, slot: number): Uint8Array {
  const made = new Uint32Array(words);
  fillSlot(made, seed, call, stream, slot);
  return new Uint8Array(made.buffer);
}
