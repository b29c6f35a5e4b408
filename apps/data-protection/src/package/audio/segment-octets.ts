import { VoxkeepError } from '@voxkeep/contracts';
import type { VaultReader, VaultStore } from '@voxkeep/platform';
import {
  ChunkOpener,
  decodeSegmentHeader,
  locateOctet,
  measureMessage,
  sealedChunkBytes,
  segmentBodyOffset,
  segmentChunkOffset,
  segmentContext,
  segmentHeaderBytes,
  segmentInputKey,
} from '@voxkeep/recording';
import type { OwnSegment } from './own-recordings.js';

/**
 * The G.711 octets of a whole segment, one chunk of 16 KiB after the other. Throws `recording.file-missing`, `recording.altered` when
 * file and row disagree, and the codes of `ChunkOpener` for a file that is not as sealed.
 */
export async function* segmentOctets(vault: VaultStore, ownerKey: Buffer, segment: OwnSegment): AsyncGenerator<Buffer> {
  const reader = await vault.openForRead(segment.fileId);
  if (reader === undefined) throw new VoxkeepError('recording.file-missing');
  const inputKey = segmentInputKey(ownerKey, segment.id);
  try {
    yield* openedChunks(reader, inputKey, segment);
  } finally {
    inputKey.fill(0);
    await reader.close();
  }
}

async function* openedChunks(reader: VaultReader, inputKey: Buffer, segment: OwnSegment): AsyncGenerator<Buffer> {
  const opening = await reader.read(0, segmentBodyOffset);
  const { segmentId, recordingId } = decodeSegmentHeader(opening);
  const measured = measureMessage(reader.bytes - segmentHeaderBytes);
  const asRow = segmentId === segment.id && recordingId === segment.sealedAs && measured?.octets === segment.octets;
  if (!asRow) throw new VoxkeepError('recording.altered');
  const opener = ChunkOpener.from(inputKey, segmentContext(opening), opening.subarray(segmentHeaderBytes));
  const last = locateOctet(segment.octets).chunk;
  try {
    for (let index = 0; index <= last; index += 1) {
      const from = segmentChunkOffset(index);
      const sealed = await reader.read(from, index === last ? reader.bytes - from : sealedChunkBytes);
      yield opener.open(index, sealed, index === last);
    }
  } finally {
    opener.release();
  }
}
