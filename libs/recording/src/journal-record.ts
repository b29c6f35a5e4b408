import { crc32 } from 'node:zlib';
import { VoxkeepError } from '@voxkeep/contracts';
import { xaesNonceBytes, xaesTagBytes } from '@voxkeep/personal-data';
import { chunkBytes } from './chunk-layout.js';
import { segmentHeaderBytes } from './segment-header.js';
import { uuidBytes, uuidText } from './uuid-bytes.js';

/**
 * Layout of the recorder's journal, all numbers big-endian:
 * file `VXJ2` then records; record = body length u32 ‖ CRC-32 of the body u32 ‖ body; body = kind u8 ‖ id 16 ‖ detail.
 * Of a segment (id = segment): opened: file id 16 ‖ segment header 72 · frame: octet offset u48 ‖ sample u48 ‖ rate u32 ‖ nonce 24 ‖
 * ciphertext ‖ tag 16 · closed: nothing. Of a call (id = recording): fact: owner 16 ‖ number u32 ‖ nonce 24 ‖ ciphertext ‖ tag 16 ·
 * bound: number u32 ‖ over u8. A fact of a call whose audio was taken back may have a kind of its own, so that the disk can be told in
 * place where it has no room. Files that begin with `VXJ1` hold frames of an earlier kind, without sample and rate, and no calls;
 * they are read. The CRC finds a torn tail without any key; what a frame or a fact says is authenticated by XAES-256-GCM alone.
 */
export const journalMagic = Buffer.from('VXJ2', 'ascii');
const earlierMagic = Buffer.from('VXJ1', 'ascii');

/** Whether a file begins as a journal does, of this layout or of the one before. */
export function isJournal(beginning: Buffer): boolean {
  return beginning.equals(journalMagic) || beginning.equals(earlierMagic);
}

const envelopeBytes = 8;
/** In the envelope of a record, beside its kind. */
const crcAt = 4;
const commonBytes = 17;
const offsetBytes = 6;
const rateBytes = 4;
const numberBytes = 4;
const uuidLength = 16;
const sealedOverhead = xaesNonceBytes + xaesTagBytes;
const longestDetail = 2 * offsetBytes + rateBytes + sealedOverhead + chunkBytes;
const longestBody = commonBytes + longestDetail;
/** Where in the record of a frame its offset, sample and rate stand, and behind them what is sealed. */
export const framePlaceAt = envelopeBytes + commonBytes;
export const framePlaceBytes = 2 * offsetBytes + rateBytes;
export const frameSealedAt = framePlaceAt + framePlaceBytes;
/** Longest text of one fact. */
export const longestFactBytes = chunkBytes - uuidLength;
const kinds = { opened: 1, 'frame-1': 2, closed: 3, frame: 4, fact: 5, bound: 6, 'fact-taken-back': 7 } as const;

/** A segment was begun: the vault file it goes to and its clear header, repeated in every journal file it spans. */
export interface OpenedRecord {
  readonly kind: 'opened';
  readonly segmentId: string;
  readonly fileId: string;
  readonly header: Buffer;
}

/**
 * Sealed octets of a segment; `offset` and `octets` count plaintext octets from the segment's start. `time`: the first sample and the
 * samples per second; absent in frames of the earlier layout, whose octets are samples.
 */
export interface FrameRecord {
  readonly kind: 'frame';
  readonly segmentId: string;
  readonly offset: number;
  readonly octets: number;
  readonly time?: { readonly sample: number; readonly rate: number };
  readonly nonce: Buffer;
  readonly sealed: Buffer;
}

/** The segment needs no journal any more: its file is complete, or it was given up on purpose. */
export interface ClosedRecord {
  readonly kind: 'closed';
  readonly segmentId: string;
}

/** A sealed fact of a call; `owner` is the key owner under whom it is sealed, `number` counts the facts of the call from 1. */
export interface FactRecord {
  readonly kind: 'fact';
  readonly recordingId: string;
  readonly owner: string;
  readonly number: number;
  /** What was kept of the call was taken back after this fact was written; the fact itself is as it was. */
  readonly takenBack?: true;
  readonly nonce: Buffer;
  readonly sealed: Buffer;
}

/** The facts of a call up to `number` stand in the books. `over`: the call has ended and needs the journal no more. */
export interface BoundRecord {
  readonly kind: 'bound';
  readonly recordingId: string;
  readonly number: number;
  readonly over: boolean;
}

export type JournalRecord = OpenedRecord | FrameRecord | ClosedRecord | FactRecord | BoundRecord;

/** The call of which an encoded record is a fact; undefined: it is another record. */
export function callOfFact(record: Buffer): string | undefined {
  if (record.length < envelopeBytes + commonBytes || record.readUInt8(envelopeBytes) !== kinds.fact) return undefined;
  return uuidText(record.subarray(envelopeBytes + 1, envelopeBytes + commonBytes));
}

/** Encodes a record with its length and CRC. Throws `recording.journal-record` for a value out of bounds. */
export function encodeJournalRecord(record: JournalRecord): Buffer {
  const detail = encodeDetail(record);
  if (detail.length > longestDetail) throw new VoxkeepError('recording.journal-record');
  const bytes = Buffer.alloc(envelopeBytes + commonBytes + detail.length);
  bytes.writeUInt8(kindOf(record), envelopeBytes);
  uuidBytes('segmentId' in record ? record.segmentId : record.recordingId).copy(bytes, envelopeBytes + 1);
  detail.copy(bytes, envelopeBytes + commonBytes);
  return closeRecord(bytes);
}

/**
 * The record of a frame of so many octets, which is written in place: its place goes to {@link framePlaceAt}, nonce, ciphertext and tag
 * to {@link frameSealedAt}; then it is closed. Throws `recording.journal-record` for more octets than a chunk has.
 */
export function beginFrameRecord(segment: Buffer, octets: number): Buffer {
  if (octets > chunkBytes) throw new VoxkeepError('recording.journal-record');
  const bytes = Buffer.allocUnsafe(frameSealedAt + sealedOverhead + octets);
  bytes.writeUInt8(kinds.frame, envelopeBytes);
  segment.copy(bytes, envelopeBytes + 1);
  return bytes;
}

/** Writes where a frame stands: the offset of its first octet, which is its first sample too, and samples a second. */
export function writeFramePlace(bytes: Buffer, at: number, offset: number, rate: number): void {
  bytes.writeUIntBE(offset, at, offsetBytes);
  bytes.writeUIntBE(offset, at + offsetBytes, offsetBytes);
  bytes.writeUInt32BE(rate, at + 2 * offsetBytes);
}

/** Closes a record whose body is written, with its length and CRC. */
export function closeRecord(bytes: Buffer): Buffer {
  bytes.writeUInt32BE(bytes.length - envelopeBytes, 0);
  bytes.writeUInt32BE(crc32(bytes.subarray(envelopeBytes)), crcAt);
  return bytes;
}

/** What of the record of a fact changes, and where, when it is to say that what was kept of its call was taken back. */
export function takenBackMark(fact: FactRecord): { readonly at: number; readonly bytes: Buffer } {
  const record = encodeJournalRecord({ ...fact, takenBack: true });
  return { at: crcAt, bytes: record.subarray(crcAt, envelopeBytes + 1) };
}

function kindOf(record: JournalRecord): number {
  if (record.kind === 'fact' && record.takenBack) return kinds['fact-taken-back'];
  return record.kind === 'frame' && record.time === undefined ? kinds['frame-1'] : kinds[record.kind];
}

function encodeDetail(record: JournalRecord): Buffer {
  switch (record.kind) {
    case 'closed':
      return Buffer.alloc(0);
    case 'opened':
      return Buffer.concat([uuidBytes(record.fileId), record.header], uuidLength + segmentHeaderBytes);
    case 'frame':
      return encodeFrame(record);
    case 'fact':
      return Buffer.concat([uuidBytes(record.owner), numberField(record.number), record.nonce, record.sealed]);
    case 'bound':
      return Buffer.concat([numberField(record.number), Buffer.of(record.over ? 1 : 0)]);
  }
}

function encodeFrame({ offset, octets, time, nonce, sealed }: FrameRecord): Buffer {
  if (octets > chunkBytes || sealed.length !== octets + xaesTagBytes) throw new VoxkeepError('recording.journal-record');
  return Buffer.concat([offsetField(offset), ...(time ? [timeField(time)] : []), nonce, sealed]);
}

/** The four bytes of a fact's number; part of its associated data too. */
export function numberField(number: number): Buffer {
  const bytes = Buffer.alloc(numberBytes);
  bytes.writeUInt32BE(number, 0);
  return bytes;
}

/** The ten bytes of a frame's sample time; part of its associated data too. */
export function timeField({ sample, rate }: { readonly sample: number; readonly rate: number }): Buffer {
  const bytes = Buffer.alloc(offsetBytes + rateBytes);
  bytes.writeUIntBE(sample, 0, offsetBytes);
  bytes.writeUInt32BE(rate, offsetBytes);
  return bytes;
}

/** The six bytes of a frame's octet offset; part of its associated data too. */
export function offsetField(offset: number): Buffer {
  const bytes = Buffer.alloc(offsetBytes);
  bytes.writeUIntBE(offset, 0, offsetBytes);
  return bytes;
}

/** A record and where it stood in the bytes read; buffers in it are views of those bytes. */
export interface PlacedRecord {
  readonly at: number;
  readonly bytes: number;
  readonly record: JournalRecord;
}

/** What reading a piece of journal gave; `tail` is `clean`, or why reading stopped after `consumed` bytes. */
export interface JournalReading {
  readonly records: readonly PlacedRecord[];
  readonly consumed: number;
  readonly tail: 'clean' | 'incomplete' | 'damaged';
}

/**
 * Decodes records from `bytes` (after the file magic). Stops at the first record that is cut short (`incomplete`: more bytes may
 * follow, at the end of the file it is a torn tail) or not as written (`damaged`). Never throws.
 */
export function decodeJournal(bytes: Buffer): JournalReading {
  const records: PlacedRecord[] = [];
  let at = 0;
  while (at < bytes.length) {
    const next = decodeRecord(bytes, at);
    if (typeof next === 'string') return { records, consumed: at, tail: next };
    records.push(next);
    at += next.bytes;
  }
  return { records, consumed: at, tail: 'clean' };
}

/** Decodes the one record that starts at `at`. */
function decodeRecord(bytes: Buffer, at: number): PlacedRecord | 'incomplete' | 'damaged' {
  if (bytes.length - at < envelopeBytes) return 'incomplete';
  const length = bytes.readUInt32BE(at);
  if (length < commonBytes || length > longestBody) return 'damaged';
  const end = at + envelopeBytes + length;
  if (end > bytes.length) return 'incomplete';
  const body = bytes.subarray(at + envelopeBytes, end);
  const isWhole = crc32(body) === bytes.readUInt32BE(at + crcAt);
  if (!isWhole && !isTornMark(body, bytes.subarray(at + crcAt, at + envelopeBytes))) return 'damaged';
  const record = decodeBody(isWhole ? body : withKind(body, kinds['fact-taken-back']));
  return record ? { at, bytes: end - at, record } : 'damaged';
}

/**
 * Whether of the mark that a call was taken back only the first bytes, or the last ones, came onto the disk: what stands there is a fact,
 * marked or not, and its CRC begins as that of one of both and ends as that of the other.
 */
function isTornMark(body: Buffer, stored: Buffer): boolean {
  if (body[0] !== kinds.fact && body[0] !== kinds['fact-taken-back']) return false;
  const fact = crcOf(withKind(body, kinds.fact));
  const marked = crcOf(withKind(body, kinds['fact-taken-back']));
  const torn = [0, 1, 2, 3, 4].flatMap((cut) => [
    Buffer.concat([fact.subarray(0, cut), marked.subarray(cut)]),
    Buffer.concat([marked.subarray(0, cut), fact.subarray(cut)]),
  ]);
  return torn.some((crc) => crc.equals(stored));
}

function crcOf(body: Buffer): Buffer {
  const bytes = Buffer.alloc(envelopeBytes - crcAt);
  bytes.writeUInt32BE(crc32(body));
  return bytes;
}

function withKind(body: Buffer, kind: number): Buffer {
  return Buffer.concat([Buffer.of(kind), body.subarray(1)]);
}

function decodeBody(body: Buffer): JournalRecord | undefined {
  try {
    return decodeKnown(body.readUInt8(0), uuidText(body.subarray(1, commonBytes)), body.subarray(commonBytes));
  } catch {
    return undefined;
  }
}

function decodeKnown(kind: number, id: string, detail: Buffer): JournalRecord | undefined {
  switch (kind) {
    case kinds.closed:
      return detail.length === 0 ? { kind: 'closed', segmentId: id } : undefined;
    case kinds.opened:
      return detail.length === uuidLength + segmentHeaderBytes
        ? { kind: 'opened', segmentId: id, fileId: uuidText(detail.subarray(0, uuidLength)), header: detail.subarray(uuidLength) }
        : undefined;
    case kinds['frame-1']:
      return decodeFrame(id, detail, undefined, offsetBytes);
    case kinds.frame:
      return decodeFrame(id, detail, readTime(detail), 2 * offsetBytes + rateBytes);
    case kinds.bound:
      return detail.length === numberBytes + 1
        ? { kind: 'bound', recordingId: id, number: detail.readUInt32BE(0), over: detail.readUInt8(numberBytes) === 1 }
        : undefined;
    default:
      return decodeFact(id, detail, kind);
  }
}

function readTime(detail: Buffer): FrameRecord['time'] {
  return { sample: detail.readUIntBE(offsetBytes, offsetBytes), rate: detail.readUInt32BE(2 * offsetBytes) };
}

function decodeFrame(segmentId: string, detail: Buffer, time: FrameRecord['time'], sealedAt: number): FrameRecord | undefined {
  const sealedPart = splitSealed(detail, sealedAt);
  const offset = detail.readUIntBE(0, offsetBytes);
  const octets = detail.length - sealedAt - sealedOverhead;
  return sealedPart && { kind: 'frame', segmentId, offset, octets, ...(time && { time }), ...sealedPart };
}

function decodeFact(recordingId: string, detail: Buffer, kind: number): FactRecord | undefined {
  if (kind !== kinds.fact && kind !== kinds['fact-taken-back']) return undefined;
  const sealedPart = splitSealed(detail, uuidLength + numberBytes);
  const [owner, number] = [uuidText(detail.subarray(0, uuidLength)), detail.readUInt32BE(uuidLength)];
  return (
    sealedPart && { kind: 'fact', recordingId, owner, number, ...(kind !== kinds.fact && { takenBack: true }), ...sealedPart }
  );
}

/** Nonce and ciphertext with its tag, from `at` to the end. */
function splitSealed(detail: Buffer, at: number): { readonly nonce: Buffer; readonly sealed: Buffer } | undefined {
  if (detail.length < at + sealedOverhead) return undefined;
  return { nonce: detail.subarray(at, at + xaesNonceBytes), sealed: detail.subarray(at + xaesNonceBytes) };
}
