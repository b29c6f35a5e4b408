import { encodeG711, generateSpeech } from '@voxkeep/telephony';
import type { G711Codec } from '@voxkeep/telephony';

export type Party = 'customer' | 'agent';

/** Octets, samples and timestamp units in one packet of 20 ms. */
export const PACKET_OCTETS = 160;
export const PACKET_MS = 20;
/** Of a longer call this much is made, a minute, and heard again and again: making speech costs as much as sending it. */
const madeOctets = 60 * 8000;

/** What each voice has said so far, the beginning of everything it will: making it anew for each call, and each packet that is looked at, costs more than the rest of a test. */
const said = new Map<string, Uint8Array>();
/** So many voices are remembered, at a minute each 15 MB. */
const mostVoices = 32;

/**
 * The G.711 octets of one party of a test call from the first packet on, where the packet with timestamp `first + n` has
 * the octets from n. The same seed gives the same octets; a recording is compared with them bit for bit. To be read only.
 */
export function testCallAudio(seed: number, party: Party, codec: G711Codec, octets: number): Uint8Array {
  const made = voice(seed, party, codec, Math.min(octets, madeOctets));
  if (octets <= madeOctets) return made;
  const audio = new Uint8Array(octets);
  for (let at = 0; at < octets; at += madeOctets) audio.set(made.subarray(0, octets - at), at);
  return audio;
}

function voice(seed: number, party: Party, codec: G711Codec, octets: number): Uint8Array {
  const name = `${seed} ${party} ${codec}`;
  const known = said.get(name);
  if (known && known.length >= octets) return known.subarray(0, octets);
  const made = encodeG711(codec, generateSpeech(seed * 2 + (party === 'customer' ? 0 : 1), octets));
  said.delete(name);
  const [oldest] = said.keys();
  if (said.size >= mostVoices && oldest !== undefined) said.delete(oldest);
  said.set(name, made);
  return made;
}
