import { createHash } from 'node:crypto';
import { VoxkeepError, type AudioChannel } from '@voxkeep/contracts';
import { chunkOffset, messageHeaderBytes } from './chunk-layout.js';
import { uuidBytes, uuidText } from './uuid-bytes.js';

/** G.711 as received: one octet is one sample (RFC 3551 §4.5.14). */
export const segmentCodecs = ['pcma', 'pcmu'] as const;
export type SegmentCodec = (typeof segmentCodecs)[number];

/** Codes in the file, frozen by ADR 0007 and therefore not the order of any vocabulary. */
const channelCodes = { customer: 0, agent: 1, mixed: 2 } as const satisfies Record<AudioChannel, number>;
const codecCodes = { pcma: 0, pcmu: 1 } as const satisfies Record<SegmentCodec, number>;

/** Samples and octets per second of G.711. */
export const g711Rate = 8000;
/** A call lasts less than 31 days; anything beyond is a damaged header. */
const longestCallMs = 31 * 24 * 3_600_000;
const highestSegmentNumber = 999_999;
const magic = Buffer.from('VXR1', 'ascii');
const formatVersion = 1;

/** Bytes of the clear outer header. */
export const segmentHeaderBytes = 72;
/** Where the first chunk stands in a segment file. */
export const segmentBodyOffset = segmentHeaderBytes + messageHeaderBytes;

/** The clear outer header of a segment file: random ids and numbers, nothing personal. */
export interface SegmentHeader {
  readonly recordingId: string;
  readonly segmentId: string;
  /** Reference of the owner key (contact × role) that opens the segment. */
  readonly ownerId: string;
  readonly channel: AudioChannel;
  /** 1 for the first segment of a channel, one more after each gap. */
  readonly segmentNumber: number;
  readonly codec: SegmentCodec;
  /** Samples per second. */
  readonly sampleRate: number;
  /** Start relative to the start of the call, whole milliseconds. */
  readonly startMs: number;
}

/** Encodes the header, 72 bytes, big-endian. Throws `recording.header` (field) or `recording.id` when a value is out of bounds. */
export function encodeSegmentHeader(header: SegmentHeader): Buffer {
  checkBounds(header);
  const bytes = Buffer.alloc(segmentHeaderBytes);
  magic.copy(bytes, 0);
  bytes.writeUInt8(formatVersion, 4);
  bytes.writeUInt8(channelCodes[header.channel], 5);
  bytes.writeUInt8(codecCodes[header.codec], 6);
  bytes.writeUInt32BE(header.segmentNumber, 8);
  bytes.writeUInt32BE(header.sampleRate, 12);
  bytes.writeBigUInt64BE(BigInt(header.startMs), 16);
  uuidBytes(header.recordingId).copy(bytes, 24);
  uuidBytes(header.segmentId).copy(bytes, 40);
  uuidBytes(header.ownerId).copy(bytes, 56);
  return bytes;
}

/** Decodes the first 72 bytes of a segment file. Throws `recording.header` (field) or `recording.id`. */
export function decodeSegmentHeader(bytes: Buffer): SegmentHeader {
  demand(bytes.length >= segmentHeaderBytes, 'length');
  demand(bytes.subarray(0, 4).equals(magic), 'magic');
  demand(bytes.readUInt8(4) === formatVersion, 'version');
  demand(bytes.readUInt8(7) === 0, 'reserved');
  const channel = nameOf(channelCodes, bytes.readUInt8(5));
  const codec = nameOf(codecCodes, bytes.readUInt8(6));
  if (!channel) throw refused('channel');
  if (!codec) throw refused('codec');
  const header: SegmentHeader = {
    recordingId: uuidText(bytes.subarray(24, 40)),
    segmentId: uuidText(bytes.subarray(40, 56)),
    ownerId: uuidText(bytes.subarray(56, 72)),
    channel,
    segmentNumber: bytes.readUInt32BE(8),
    codec,
    sampleRate: bytes.readUInt32BE(12),
    startMs: Number(bytes.readBigUInt64BE(16)),
  };
  checkBounds(header);
  return header;
}

/** The encryption context of a segment: SHA-256 of its encoded header, so a body never opens under another header. */
export function segmentContext(encodedHeader: Uint8Array): Buffer {
  return createHash('sha256').update(encodedHeader.subarray(0, segmentHeaderBytes)).digest();
}

/** Offset of sealed chunk `index` in a segment file. */
export function segmentChunkOffset(index: number): number {
  return segmentHeaderBytes + chunkOffset(index);
}

/** Octets of silence in a codec: A-law 0xD5, µ-law 0xFF (ITU-T G.711). */
export function silenceOf(codec: SegmentCodec): number {
  return codec === 'pcma' ? 0xd5 : 0xff;
}

/** Octets (= samples) of G.711 in a time, and back; milliseconds may be fractional. */
export function octetsOfMs(ms: number): number {
  return Math.round((ms * g711Rate) / 1000);
}

/** Milliseconds that `octets` of G.711 last. */
export function msOfOctets(octets: number): number {
  return (octets * 1000) / g711Rate;
}

function checkBounds(header: SegmentHeader): void {
  demand(header.channel in channelCodes, 'channel');
  demand(header.codec in codecCodes, 'codec');
  demand(within(header.segmentNumber, 1, highestSegmentNumber), 'segment-number');
  demand(header.sampleRate === g711Rate, 'sample-rate');
  demand(within(header.startMs, 0, longestCallMs), 'start');
}

function nameOf<Name extends string>(codes: Readonly<Record<Name, number>>, code: number): Name | undefined {
  return (Object.keys(codes) as Name[]).find((name) => codes[name] === code);
}

function within(value: number, low: number, high: number): boolean {
  return Number.isInteger(value) && value >= low && value <= high;
}

function demand(holds: boolean, field: string): void {
  if (!holds) throw refused(field);
}

function refused(field: string): VoxkeepError {
  return new VoxkeepError('recording.header', { field });
}
