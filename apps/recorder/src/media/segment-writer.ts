import { randomUUID } from 'node:crypto';
import type { ConsentGrant } from '@voxkeep/consent';
import { isVoxkeepError } from '@voxkeep/contracts';
import type { VaultFile, VaultStore } from '@voxkeep/platform';
import { SegmentSealer, chunkBytes, sealedChunkBytes, type SegmentHeader } from '@voxkeep/recording';
import type { Journal, JournalSource } from './journal.js';

/** Where a segment goes. */
export interface SegmentStores {
  readonly vault: VaultStore;
  readonly journal: Journal;
}

/** What a segment is made under. The owner key (32 bytes) is derived from at once and not kept; the caller overwrites its own. */
export interface SegmentTerms {
  readonly grant: ConsentGrant;
  readonly ownerKey: Buffer;
  readonly header: SegmentHeader;
  /** Name of the vault file (random v4), when it was registered before; otherwise a new one. */
  readonly fileId?: string;
}

/**
 * How a segment ended. `sealed`: file complete and durable. `cut-off`: the vault failed; what was taken is in the journal and the
 * unfinished file, and `recoverSegments` makes a new file of them.
 */
export type ClosedSegment =
  | {
      readonly kind: 'sealed';
      readonly segmentId: string;
      readonly fileId: string;
      readonly octets: number;
      readonly bytes: number;
      readonly sha512: string;
    }
  | { readonly kind: 'cut-off'; readonly segmentId: string; readonly fileId: string; readonly octets: number };

/** Full chunks after which the file is synced, so that the journal may let go: about a minute of G.711. */
const chunksPerCheckpoint = 32;
/** Chunks that may wait for the vault: about two minutes; then the vault counts as failed. */
const waitingChunks = 64;

/**
 * Writes one segment of one channel: octets in order, frames to the journal, full chunks to the vault. Nothing waits for a disk on
 * the way in. After a failure of the vault the segment takes no more; the recording goes on in a new segment and a new file.
 */
export class SegmentWriter implements JournalSource {
  #state: 'open' | 'cut-off' | 'closed' = 'open';
  #waiting = 0;
  #stored = 0;

  private constructor(
    private readonly sealer: SegmentSealer,
    private readonly file: VaultFile,
    private readonly journal: Journal,
  ) {}

  /** Begins file and segment. Throws as `SegmentSealer.begin` before anything touches a disk, and `vault.file-broken`. */
  static async open(
    { vault, journal }: SegmentStores,
    { grant, ownerKey, header, fileId = randomUUID() }: SegmentTerms,
  ): Promise<SegmentWriter> {
    const sealer = SegmentSealer.begin(grant, ownerKey, header);
    try {
      const file = await vault.beginFile(fileId);
      await file.append(sealer.opening).catch(async (failure: unknown) => {
        await file.abandon();
        throw failure;
      });
      const writer = new SegmentWriter(sealer, file, journal);
      journal.begin({ segmentId: header.segmentId, fileId: file.fileId, header: sealer.opening.subarray(0, -56) }, writer);
      return writer;
    } catch (failure) {
      sealer.discard();
      throw failure;
    }
  }

  get segmentId(): string {
    return this.sealer.header.segmentId;
  }

  /** Octets taken so far. */
  get octets(): number {
    return this.sealer.octets;
  }

  /**
   * Takes the next G.711 octets. `broken`: the vault has failed and nothing was taken. Throws `consent.not-live` when the grant has
   * ended: close the segment then.
   */
  write(octets: Uint8Array): 'kept' | 'broken' {
    if (this.#state !== 'open') return 'broken';
    const { frames, chunks } = this.sealer.accept(octets);
    for (const frame of frames) this.journal.append(this.segmentId, this.#lastChunkEnd(), frame);
    for (const chunk of chunks) this.#store(chunk);
    return 'kept';
  }

  /** Seals what came since the last time for the journal; called twice a second. */
  handOver(): void {
    if (this.#state === 'closed') return;
    const end = this.sealer.octets;
    const frame = this.sealer.frame();
    if (frame) this.journal.append(this.segmentId, end, frame);
  }

  /** Ends the segment and overwrites its keys. The last octets are in the journal before the file is completed. */
  async close(): Promise<ClosedSegment> {
    this.handOver();
    const broken = this.#state === 'cut-off';
    this.#state = 'closed';
    const sealed = broken ? undefined : await this.#finish();
    if (sealed) {
      this.journal.end(this.segmentId);
      return sealed;
    }
    this.sealer.discard();
    this.journal.detach(this.segmentId);
    await this.file.abandon();
    await this.journal.flush();
    return { kind: 'cut-off', segmentId: this.segmentId, fileId: this.file.fileId, octets: this.octets };
  }

  async #finish(): Promise<ClosedSegment | undefined> {
    const { octets } = this;
    try {
      await this.file.append(this.sealer.finish());
      const { fileId, bytes, sha512 } = await this.file.finish();
      return { kind: 'sealed', segmentId: this.segmentId, fileId, octets, bytes, sha512 };
    } catch (failure) {
      if (isVoxkeepError(failure, 'vault.file-broken')) return undefined;
      throw failure;
    }
  }

  #store(chunk: Buffer): void {
    this.#waiting += 1;
    if (this.#waiting > waitingChunks) this.#cutOff();
    this.file.append(chunk).then(
      () => {
        this.#waiting -= 1;
        this.#stored += chunk.length / sealedChunkBytes;
        if (this.#stored % chunksPerCheckpoint === 0) this.#checkpoint(this.#stored * chunkBytes);
      },
      () => {
        this.#cutOff();
      },
    );
  }

  #checkpoint(octet: number): void {
    this.file.sync().then(
      () => {
        this.journal.release(this.segmentId, octet);
      },
      () => {
        this.#cutOff();
      },
    );
  }

  #cutOff(): void {
    if (this.#state === 'open') this.#state = 'cut-off';
  }

  /** Frames that `write` yields end at chunk borders; the last of them at the border below what is taken. */
  #lastChunkEnd(): number {
    return Math.floor(this.octets / chunkBytes) * chunkBytes;
  }
}
