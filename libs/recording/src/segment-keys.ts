import { VoxkeepError } from '@voxkeep/contracts';
import { keyBytes } from './chunk-keys.js';
import { hkdfExpand } from './hkdf-expand.js';
import { uuidBytes } from './uuid-bytes.js';

/**
 * Input key of a segment's file: HKDF-Expand(owner key, own label ‖ 0x00 ‖ segment id), 32 bytes. A file that replaces another
 * one for the same segment has the same input key and its own salt. Throws `recording.key-length`.
 */
export function segmentInputKey(ownerKey: Uint8Array, segmentId: string): Buffer {
  return derive(ownerKey, 'voxkeep.recording.segment.v1', segmentId);
}

/** Key of a segment's frames in the journal: as {@link segmentInputKey} under a label of its own. */
export function journalKey(ownerKey: Uint8Array, segmentId: string): Buffer {
  return derive(ownerKey, 'voxkeep.recording.journal.v1', segmentId);
}

/** Key of the facts of a call in the journal, by its recording: as {@link segmentInputKey} under a label of its own. */
export function factKey(ownerKey: Uint8Array, recordingId: string): Buffer {
  return derive(ownerKey, 'voxkeep.recording.fact.v1', recordingId);
}

function derive(ownerKey: Uint8Array, label: string, id: string): Buffer {
  if (ownerKey.length !== keyBytes) throw new VoxkeepError('recording.key-length', { bytes: ownerKey.length });
  return hkdfExpand(ownerKey, Buffer.concat([Buffer.from(`${label}\0`, 'ascii'), uuidBytes(id)]), keyBytes);
}
