import { VoxkeepError } from '@voxkeep/contracts';
import type { KeyRing } from '@voxkeep/keyring';
import type { SegmentRecord } from '@voxkeep/operative';
import type { VaultReader, VaultStore } from '@voxkeep/platform';
import {
  ChunkOpener,
  chunkBytes,
  decodeSegmentHeader,
  locateOctet,
  measureMessage,
  sealedChunkBytes,
  segmentBodyOffset,
  segmentChunkOffset,
  segmentContext,
  segmentHeaderBytes,
  segmentInputKey,
  type SegmentCodec,
  type SegmentRead,
} from '@voxkeep/recording';
import { ownerOf } from './playable.js';

interface OpenedSegment {
  readonly reader: VaultReader;
  readonly opener: ChunkOpener;
  readonly codec: SegmentCodec;
  readonly lastChunk: number;
  /** The chunk that was opened last: the next window mostly begins in it. */
  held: { readonly index: number; readonly octets: Buffer } | undefined;
}

/** G.711 octets of one span, as they were received. */
export interface SegmentOctets {
  readonly codec: SegmentCodec;
  readonly octets: Buffer;
}

/** The segment files of one answer, open until it ends. Opens only the chunks that are asked for. */
export class SealedSegments {
  private readonly segments = new Map<string, OpenedSegment>();

  private constructor(private readonly vault: VaultStore) {}

  /**
   * Opens the files and checks that each is the one its row names: header, key commitment, length. Throws
   * `recording.file-missing`, `recording.key-destroyed`, `recording.altered` and the codes of `ChunkOpener.from`.
   */
  static async open(vault: VaultStore, keys: KeyRing, wanted: readonly SegmentRecord[]): Promise<SealedSegments> {
    const opened = new SealedSegments(vault);
    try {
      for (const segment of wanted) await opened.add(segment, keys);
      return opened;
    } catch (refused) {
      await opened.close();
      throw refused;
    }
  }

  /** The octets of a planned read, decrypted. Throws `recording.chunk-refused` for a chunk that is not as sealed. */
  async octets({ segmentId, fromOctet, octets, firstChunk, lastChunk }: SegmentRead): Promise<SegmentOctets> {
    const segment = this.segments.get(segmentId);
    if (!segment) throw new VoxkeepError('recording.file-missing');
    const chunks: Buffer[] = [];
    for (let index = firstChunk; index <= lastChunk; index += 1) chunks.push(await chunkOf(segment, index));
    const start = fromOctet - firstChunk * chunkBytes;
    return { codec: segment.codec, octets: Buffer.concat(chunks).subarray(start, start + octets) };
  }

  /** Lets go of files, keys and what was decrypted. */
  async close(): Promise<void> {
    for (const segment of this.segments.values()) {
      segment.opener.release();
      segment.held?.octets.fill(0);
      segment.held = undefined;
      await segment.reader.close();
    }
    this.segments.clear();
  }

  private async add(segment: SegmentRecord, keys: KeyRing): Promise<void> {
    const { ownerId, ownerClass } = ownerOf(segment);
    const ownerKey = keys.key(ownerId, ownerClass, 'media');
    if (!ownerKey) throw new VoxkeepError('recording.key-destroyed');
    const reader = await this.vault.openForRead(segment.fileId);
    if (!reader) throw new VoxkeepError('recording.file-missing');
    try {
      this.segments.set(segment.id, await openSegment(reader, segment, ownerKey));
    } catch (refused) {
      await reader.close();
      throw refused;
    }
  }
}

async function openSegment(reader: VaultReader, segment: SegmentRecord, ownerKey: Buffer): Promise<OpenedSegment> {
  const opening = await reader.read(0, segmentBodyOffset);
  const { codec, segmentId, recordingId } = decodeSegmentHeader(opening);
  const measured = measureMessage(reader.bytes - segmentHeaderBytes);
  const sealedAs = segment.sealedAs ?? segment.recordingId;
  const asRow = segmentId === segment.id && recordingId === sealedAs && measured?.octets === segment.octets;
  if (!asRow) throw new VoxkeepError('recording.altered');
  const inputKey = segmentInputKey(ownerKey, segment.id);
  try {
    const opener = ChunkOpener.from(inputKey, segmentContext(opening), opening.subarray(segmentHeaderBytes));
    return { reader, opener, codec, lastChunk: locateOctet(segment.octets).chunk, held: undefined };
  } finally {
    inputKey.fill(0);
  }
}

async function chunkOf(segment: OpenedSegment, index: number): Promise<Buffer> {
  if (segment.held?.index === index) return segment.held.octets;
  const from = segmentChunkOffset(index);
  const isLast = index === segment.lastChunk;
  const sealed = await segment.reader.read(from, isLast ? segment.reader.bytes - from : sealedChunkBytes);
  const octets = segment.opener.open(index, sealed, isLast);
  segment.held = { index, octets };
  return octets;
}
