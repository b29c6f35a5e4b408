import type { http } from '@voxkeep/contracts';
import { paceSlots } from '../../apps/recorder/src/test-call/pacer.js';
import type { TestDigit, TestStream } from '../../apps/recorder/src/test-call/place-test-call.js';
import { RtpSender, type SentPacket } from '../../apps/recorder/src/test-call/rtp-sender.js';
import { PACKET_MS, PACKET_OCTETS, testCallAudio, type Party } from '../../apps/recorder/src/test-call/test-audio.js';
import { pcmOf, standsAt } from './wav.js';

export interface MediaOptions {
  readonly seed: number;
  readonly durationMs: number;
  readonly digits?: readonly TestDigit[];
}

/** The streams of one call as they were sent; every octet can be made anew from the seed. */
export type SentStreams = Readonly<Record<Party, TestStream>>;

const address = '127.0.0.1';
const codec = 'PCMA';
const payloadType = 8;

/**
 * Sends the two streams of one call, a packet of each every 20 ms, to the ports that the recorder answered: the first to the customer's,
 * the second to the agent's. Resolves with what was sent when the last packet has left.
 */
export async function sendStreams(
  answered: readonly number[],
  { seed, durationMs, digits = [] }: MediaOptions,
): Promise<SentStreams> {
  const parties: readonly Party[] = ['customer', 'agent'];
  const streams = parties.map((party, position) => {
    const about = {
      ...({ party, label: party, codec, seed } as const),
      ssrc: (Math.imul(seed + 1, 0x9e3779b1) + position) >>> 0,
      firstSequence: (seed * 7919 + position * 40_000) & 0xffff,
      firstTimestamp: Math.imul(seed + position + 1, 160_160) >>> 0,
    };
    const audio = testCallAudio(seed, party, codec, slotsIn(durationMs) * PACKET_OCTETS);
    const sender = new RtpSender({ ...about, audio, payloadType }, address);
    for (const { key, on, afterMs } of digits) if (on === party) sender.press(key, slotsIn(afterMs));
    return { about, sender, port: answered[position] };
  });
  for (const { sender, port } of streams) {
    await sender.open(address);
    sender.aim(port === undefined ? undefined : { address, port });
  }
  await paceSlots(
    slotsIn(durationMs),
    (slot) => {
      for (const { sender } of streams) sender.sendSlot(slot);
    },
    () => false,
  );
  for (const { sender } of streams) sender.close();
  return Object.fromEntries(
    streams.map(({ about, sender }) => [about.party, { ...about, packets: sender.packets }]),
  ) as unknown as SentStreams;
}

/** The audio that a stream carried in the packets that `wanted` lets through, in order, as G.711 octets. */
export function octetsOf(stream: TestStream, wanted: (packet: SentPacket) => boolean = () => true): Uint8Array {
  const { seed, party, firstTimestamp } = stream;
  const starts = stream.packets
    .filter((packet) => packet.kind === 'audio' && wanted(packet))
    .map(({ timestamp }) => (timestamp - firstTimestamp) >>> 0);
  const audio = testCallAudio(seed, party, stream.codec, Math.max(0, ...starts) + PACKET_OCTETS);
  return Buffer.concat(starts.map((start) => audio.subarray(start, start + PACKET_OCTETS)));
}

/** The first slot of 20 ms that was said after the customer's first key, when that is the grant: a key counts at its end. */
function firstSlotAfterGrant({ customer }: Pick<SentStreams, 'customer'>): number {
  const pressed = customer.packets.find(({ kind }) => kind === 'digit');
  if (!pressed) throw new Error('The customer pressed no key.');
  return slotOf(customer, pressed) + slotsOfKey;
}

/**
 * The slots with which what is kept of a stream may begin. The customer's is the one after the key. A recorder that was held up may take
 * what lies in the agent's socket before the customer's, and drops it, since no yes was heard so far, and what may have come before it was
 * heard: the agent's may be any up to a tenth of a second after the yes was heard, as the contact says it.
 */
export function slotsThatMayBegin(
  sent: SentStreams,
  party: Party,
  { consents }: Pick<http.ContactDetail, 'consents'>,
): readonly number[] {
  const first = firstSlotAfterGrant(sent);
  if (party === 'customer') return [first];
  const heardAt = Date.parse(consents.find(({ state }) => state === 'given')?.at ?? '');
  const before = sent.agent.packets.filter(({ kind, sentAt }) => kind === 'audio' && sentAt <= heardAt);
  const last = Math.max(first, ...before.map((packet) => slotOf(sent.agent, packet)));
  return Array.from({ length: last + 2 + slotsIn(100) - first }, (_, step) => first + step);
}

/** Octets of the agent's first packet that may have been said before the yes and are left out then: half of it. */
export const mostLeftOut = PACKET_OCTETS / 2;

/**
 * Whether a stream stands in what was kept, from this position and this slot on, over `length` samples: every octet in its order. Silence
 * may stand between two packets only where the sender was late itself, as one is that shares a busy machine: time went on then. Of the
 * agent's first packet only what was said after the yes stands there.
 */
export function standsAsSent(samples: Int16Array, at: number, length: number, stream: TestStream, fromSlot: number): boolean {
  const end = Math.min(samples.length, at + length);
  let position = at;
  for (const [n, { pcm: whole, lateMs }] of piecesOf(stream, fromSlot).entries()) {
    if (position >= end) break;
    const pcm = n === 0 && stream.party === 'agent' ? endThatStands(samples, position, whole) : whole;
    const next = positionOf(samples, position, pcm.subarray(0, end - position), lateMs > punctualMs ? lateMs * samplesPerMs : 0);
    if (next === undefined) return false;
    position = next + pcm.length;
  }
  return position >= end;
}

/** What is left of a packet of which no more than half was left out, if that stands here; otherwise all of it. */
function endThatStands(samples: Int16Array, at: number, whole: Int16Array): Int16Array {
  for (let left = 0; left <= mostLeftOut; left += 1) if (standsAt(samples, at, whole.subarray(left))) return whole.subarray(left);
  return whole;
}

/** Where a piece stands, at the latest so many samples of silence further on. */
function positionOf(samples: Int16Array, at: number, piece: Int16Array, most: number): number | undefined {
  for (let position = at; position <= at + most; position += 1) {
    if (standsAt(samples, position, piece)) return position;
    if (Math.abs(samples[position] ?? 0) > quietest) return undefined;
  }
  return undefined;
}

/** The audio packets of a stream from a slot on, each with how late it left after its time. */
function piecesOf(stream: TestStream, fromSlot: number): readonly { readonly pcm: Int16Array; readonly lateMs: number }[] {
  const isWanted = (packet: SentPacket): boolean => packet.kind === 'audio' && slotOf(stream, packet) >= fromSlot;
  const pcm = pcmOf(octetsOf(stream, isWanted));
  const offsets = stream.packets.filter(isWanted).map((packet) => packet.sentAt - slotOf(stream, packet) * PACKET_MS);
  const punctual = offsets.reduce((least, offset) => Math.min(least, offset), Infinity);
  return offsets.map((offset, n) => ({
    pcm: pcm.subarray(n * PACKET_OCTETS, (n + 1) * PACKET_OCTETS),
    lateMs: Math.ceil(offset - punctual),
  }));
}

/** The slot of 20 ms to which a packet belongs, counted from the beginning of the stream. */
export function slotOf(
  { firstTimestamp }: Pick<TestStream, 'firstTimestamp'>,
  { timestamp }: Pick<SentPacket, 'timestamp'>,
): number {
  return ((timestamp - firstTimestamp) >>> 0) / PACKET_OCTETS;
}

const slotsOfKey = 5;
const samplesPerMs = 8;
/** What is so little late leaves no silence. */
const punctualMs = 40;
/** The two codes of A-law next to nothing. */
const quietest = 8;
const slotsIn = (milliseconds: number): number => Math.floor(milliseconds / PACKET_MS);
