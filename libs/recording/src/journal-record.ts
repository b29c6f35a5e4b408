import { crc32 } from 'node:zlib';
import { VoxkeepError } from '@voxkeep/contracts';
import { xaesNonceBytes, xaesTagBytes } from '@voxkeep/personal-data';
import { chunkBytes } from './chunk-layout.js';
import { segmentHeaderBytes } from './segment-header.js';
import { uuidBytes, uuidText } from './uuid-bytes.js';

/**
 * Layout of the recorder's journal, all numbers big-endian:
 * file `VXJ1` then records; record = body length u32 ‖ CRC-32 of the body u32 ‖ body; body = kind u8 ‖ segment id 16 ‖
 * opened: file id 16 ‖ segment header 72 · frame: octet offset u48 ‖ nonce 24 ‖ ciphertext ‖ tag 16 · closed: nothing.
 * The CRC finds a torn tail without any key; what a frame says is authenticated by XAES-256-GCM alone.
 */
export const journalMagic = Buffer.from('VXJ1', 'ascii');

const envelopeBytes = 8;
const commonBytes = 17;
const offsetBytes = 6;
const frameOverhead = offsetBytes + xaesNonceBytes + xaesTagBytes;
const longestBody = commonBytes + frameOverhead + chunkBytes;
const kinds = { opened: 1, frame: 2, closed: 3 } as const;

/** A segment was begun: the vault file it goes to and its clear header, repeated in every journal file it spans. */
export interface OpenedRecord {
  readonly kind: 'opened';
  readonly segmentId: string;
  readonly fileId: string;
  readonly header: Buffer;
}

/** Sealed octets of a segment; `offset` and `octets` count plaintext octets from the segment's start. */
export interface FrameRecord {
  readonly kind: 'frame';
  readonly segmentId: string;
  readonly offset: number;
  readonly octets: number;
  readonly nonce: Buffer;
  readonly sealed: Buffer;
}

/** The segment needs no journal any more: its file is complete, or it was given up on purpose. */
export interface ClosedRecord {
  readonly kind: 'closed';
  readonly segmentId: string;
}

export type JournalRecord = OpenedRecord | FrameRecord | ClosedRecord;

/** Encodes a record with its length and CRC. Throws `recording.journal-record` for a value out of bounds. */
export function encodeJournalRecord(record: JournalRecord): Buffer {
  const detail = encodeDetail(record);
  const bytes = Buffer.alloc(envelopeBytes + commonBytes + detail.length);
  bytes.writeUInt32BE(commonBytes + detail.length, 0);
  bytes.writeUInt8(kinds[record.kind], envelopeBytes);
  uuidBytes(record.segmentId).copy(bytes, envelopeBytes + 1);
  detail.copy(bytes, envelopeBytes + commonBytes);
  bytes.writeUInt32BE(crc32(bytes.subarray(envelopeBytes)), 4);
  return bytes;
}

function encodeDetail(record: JournalRecord): Buffer {
  if (record.kind === 'closed') return Buffer.alloc(0);
  if (record.kind === 'opened') return Buffer.concat([uuidBytes(record.fileId), record.header], 16 + segmentHeaderBytes);
  if (record.octets > chunkBytes || record.sealed.length !== record.octets + xaesTagBytes)
    throw new VoxkeepError('recording.journal-record');
  return Buffer.concat([offsetField(record.offset), record.nonce, record.sealed]);
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
  if (crc32(body) !== bytes.readUInt32BE(at + 4)) return 'damaged';
  const record = decodeBody(body);
  return record ? { at, bytes: end - at, record } : 'damaged';
}

function decodeBody(body: Buffer): JournalRecord | undefined {
  try {
    return decodeKnown(body.readUInt8(0), uuidText(body.subarray(1, commonBytes)), body.subarray(commonBytes));
  } catch {
    return undefined;
  }
}

function decodeKnown(kind: number, segmentId: string, detail: Buffer): JournalRecord | undefined {
  if (kind === kinds.closed && detail.length === 0) return { kind: 'closed', segmentId };
  if (kind === kinds.opened && detail.length === 16 + segmentHeaderBytes) {
    return { kind: 'opened', segmentId, fileId: uuidText(detail.subarray(0, 16)), header: detail.subarray(16) };
  }
  if (kind !== kinds.frame || detail.length < frameOverhead) return undefined;
  const sealed = detail.subarray(offsetBytes + xaesNonceBytes);
  const nonce = detail.subarray(offsetBytes, offsetBytes + xaesNonceBytes);
  return {
    kind: 'frame',
    segmentId,
    offset: detail.readUIntBE(0, offsetBytes),
    octets: sealed.length - xaesTagBytes,
    nonce,
    sealed,
  };
}
