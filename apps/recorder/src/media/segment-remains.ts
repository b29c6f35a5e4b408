import { systemCode, type VaultReader } from '@voxkeep/platform';
import {
  chunkBytes,
  locateOctet,
  sealedChunkBytes,
  segmentBodyOffset,
  segmentChunkOffset,
  segmentHeaderBytes,
  SegmentRebuild,
  tagBytes,
  type ChunkMaterial,
  type FrameRecord,
} from '@voxkeep/recording';
import { hashOf } from './hash-of.js';
import { journalUnread, readRecord, type CutOffSegment, type FramePlace } from './journal-index.js';

/** What is left of a segment that was cut off: its unfinished vault file, if any, and its frames in the journal. */
export class SegmentRemains {
  private constructor(
    private readonly found: CutOffSegment,
    private readonly reader: VaultReader | undefined,
    readonly rebuild: SegmentRebuild,
  ) {}

  /** Puts the remains together under the owner key. A vault file that begins otherwise than the journal says is left aside. */
  static async gather(found: CutOffSegment, reader: VaultReader | undefined, ownerKey: Buffer): Promise<SegmentRemains> {
    const opening = reader && reader.bytes >= segmentBodyOffset ? await reader.read(0, segmentBodyOffset) : undefined;
    const fits = opening?.subarray(0, segmentHeaderBytes).equals(found.header) === true;
    const rebuild = new SegmentRebuild(ownerKey, found.header, fits ? opening.subarray(segmentHeaderBytes) : undefined);
    return new SegmentRemains(found, fits ? reader : undefined, rebuild);
  }

  /** Octets up to the end of the last piece that opens, wherever it is; holes before it are possible. */
  async extent(): Promise<number> {
    const stored = await this.#storedExtent();
    const later = this.found.frames.filter((place) => endOf(place) > stored).sort((a, b) => endOf(b) - endOf(a));
    for (const place of later) {
      const frame = await readFrame(place);
      if (frame && this.rebuild.opensFrame(frame)) return endOf(place);
    }
    return stored;
  }

  /** Whether there is a vault file that begins as the journal says. */
  get hasFile(): boolean {
    return this.reader !== undefined;
  }

  /** Size and hash of the vault file, when it was completed and its last chunk opens. */
  async wholeFile(): Promise<{ readonly bytes: number; readonly sha512: string } | undefined> {
    if (this.reader?.finished !== true || !(await this.#endsWhole())) return undefined;
    return { bytes: this.reader.bytes, sha512: await hashOf(this.reader) };
  }

  /** Sealed material of chunk `index`: from the vault when it opens there, otherwise from the journal. */
  async material(index: number): Promise<ChunkMaterial> {
    const sealedChunk = await this.#storedChunk(index);
    if (sealedChunk && this.rebuild.opensChunk(index, sealedChunk)) return { sealedChunk, frames: [] };
    const places = this.found.frames.filter(({ offset }) => locateOctet(offset).chunk === index);
    const frames = await Promise.all(places.map(readFrame));
    return { frames: frames.filter((frame) => frame !== undefined) };
  }

  async #endsWhole(): Promise<boolean> {
    const index = this.#chunksStored();
    const last = await this.#storedChunk(index);
    return last !== undefined && last.length < sealedChunkBytes && this.rebuild.opensChunk(index, last);
  }

  async #storedExtent(): Promise<number> {
    for (let index = this.#chunksStored(); index >= 0; index -= 1) {
      const sealed = await this.#storedChunk(index);
      if (sealed && this.rebuild.opensChunk(index, sealed)) return index * chunkBytes + sealed.length - tagBytes;
    }
    return 0;
  }

  /** Full chunks that the file has room for. */
  #chunksStored(): number {
    return this.reader ? Math.floor((this.reader.bytes - segmentBodyOffset) / sealedChunkBytes) : 0;
  }

  async #storedChunk(index: number): Promise<Buffer | undefined> {
    const position = segmentChunkOffset(index);
    const bytes = Math.min(sealedChunkBytes, (this.reader?.bytes ?? 0) - position);
    return this.reader && bytes >= tagBytes ? this.reader.read(position, bytes) : undefined;
  }
}

function endOf({ offset, octets }: FramePlace): number {
  return offset + octets;
}

async function readFrame(place: FramePlace): Promise<FrameRecord | undefined> {
  const record = await readRecord(place).catch((failure: unknown) => {
    // A file that is gone was written anew: whoever asked looks again.
    throw systemCode(failure) === 'ENOENT' ? failure : journalUnread(failure);
  });
  return record?.kind === 'frame' ? record : undefined;
}
