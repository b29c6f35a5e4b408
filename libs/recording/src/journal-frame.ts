import { randomBytes } from 'node:crypto';
import { xaesNonceBytes, xaesOpen, xaesSeal } from '@voxkeep/personal-data';
import { encodeJournalRecord, offsetField, timeField, type FrameRecord } from './journal-record.js';
import { uuidBytes } from './uuid-bytes.js';

const label = Buffer.from('voxkeep.recording.journal-frame.v2\0', 'ascii');
const earlierLabel = Buffer.from('voxkeep.recording.journal-frame.v1\0', 'ascii');

/** Where the octets of a frame stand in their segment: from which octet, and from which sample at how many a second. */
export interface FramePosition {
  readonly segmentId: string;
  readonly offset: number;
  readonly time: { readonly sample: number; readonly rate: number };
}

/**
 * Seals octets of a segment into an encoded journal record: XAES-256-GCM under the segment's journal key with a random nonce; segment,
 * offset and sample time are associated data. Not exported by the door, for the same reason as `ChunkSealer`.
 */
export function sealJournalFrame(key: Uint8Array, position: FramePosition, octets: Uint8Array): Buffer {
  const nonce = randomBytes(xaesNonceBytes);
  const sealed = xaesSeal(key, nonce, octets, associatedData(position));
  return encodeJournalRecord({ kind: 'frame', ...position, octets: octets.length, nonce, sealed });
}

/** Opens a frame. Throws `xaes.not-authentic` when key, segment, offset, time or content is not as sealed. */
export function openJournalFrame(key: Uint8Array, frame: FrameRecord): Buffer {
  return xaesOpen(key, frame.nonce, frame.sealed, associatedData(frame));
}

function associatedData({ segmentId, offset, time }: Pick<FrameRecord, 'segmentId' | 'offset' | 'time'>): Buffer {
  if (!time) return Buffer.concat([earlierLabel, uuidBytes(segmentId), offsetField(offset)]);
  return Buffer.concat([label, uuidBytes(segmentId), offsetField(offset), timeField(time)]);
}
