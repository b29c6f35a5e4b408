import { randomBytes } from 'node:crypto';
import { xaesNonceBytes, xaesOpen, xaesSeal } from '@voxkeep/personal-data';
import { encodeJournalRecord, offsetField, type FrameRecord } from './journal-record.js';
import { uuidBytes } from './uuid-bytes.js';

const label = Buffer.from('voxkeep.recording.journal-frame.v1\0', 'ascii');

/**
 * Seals octets of a segment into an encoded journal record: XAES-256-GCM under the segment's journal key with a random nonce;
 * segment and offset are associated data. Not exported by the door, for the same reason as `ChunkSealer`.
 */
export function sealJournalFrame(key: Uint8Array, segmentId: string, offset: number, octets: Uint8Array): Buffer {
  const nonce = randomBytes(xaesNonceBytes);
  const sealed = xaesSeal(key, nonce, octets, associatedData(segmentId, offset));
  return encodeJournalRecord({ kind: 'frame', segmentId, offset, octets: octets.length, nonce, sealed });
}

/** Opens a frame. Throws `xaes.not-authentic` when key, segment, offset or content is not as sealed. */
export function openJournalFrame(key: Uint8Array, frame: FrameRecord): Buffer {
  return xaesOpen(key, frame.nonce, frame.sealed, associatedData(frame.segmentId, frame.offset));
}

function associatedData(segmentId: string, offset: number): Buffer {
  return Buffer.concat([label, uuidBytes(segmentId), offsetField(offset)]);
}
