import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { ConsentGrant } from '@voxkeep/consent';
import { isVoxkeepError } from '@voxkeep/contracts';
import type { VaultFile, VaultStore } from '@voxkeep/platform';
import {
  SegmentSealer,
  chunkBytes,
  sealedChunkBytes,
  g711Rate,
  segmentHeaderBytes,
  type OctetSpan,
  type SegmentHeader,
} from '@voxkeep/recording';
import type { Clock } from './clock.js';
import type { Completion } from './completion.js';
import type { Journal, JournalSource } from './journal.js';
import type { Turns } from './turns.js';

/** Where a segment goes. */
export interface SegmentStores {
  readonly vault: VaultStore;
  readonly journal: Journal;
  /** Turns at the vault's disk for completing files; so many endings at once hold up nobody's journal. */
  readonly turns: Turns;
  /** Tells how long chunks have waited for the vault. */
  readonly clock: Clock;
  readonly completion: Completion;
}

/** What a segment is made under. The owner key (32 bytes) is derived from at once and not kept. */
export interface SegmentTerms {
  readonly grant: ConsentGrant;
  readonly ownerKey: Buffer;
  readonly header: SegmentHeader;
  /** Resolves when the grant that the segment rests on is durable; until then nothing of it is handed to any disk. `undefined`: it is. */
  readonly granted?: Promise<unknown> | undefined;
  /** Name of the vault file (random v4); a new one unless given. */
  readonly fileId?: string;
}

/**
 * How a segment ended. `sealed`: file complete and durable. `empty`: nothing was taken, nothing is left. `given-up`: the
 * grant was not durable in time, so nothing of it was kept. `cut-off`: the vault failed;
 * what was taken is in the journal and the unfinished file, and `Completion` makes a new file of them.
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
  | { readonly kind: 'empty'; readonly segmentId: string }
  | { readonly kind: 'given-up'; readonly segmentId: string; readonly octets: number }
  | {
      readonly kind: 'cut-off';
      readonly segmentId: string;
      readonly fileId: string;
      readonly octets: number;
      /** What the journal did not take; it is nowhere. */
      readonly refused: readonly OctetSpan[];
    };

/** Full chunks after which the file is synced, so that the journal may let go: about a minute of G.711. */
const chunksPerCheckpoint = 32;
/** So long may a chunk wait for the vault; then the vault counts as failed. Audio of two minutes is at most 60 chunks. */
const chunkWaitsMs = 120_000;
/** What may wait in memory whatever its age, 16 MiB: the silence of half an hour, which a sender that speaks again brings in one turn. */
const waitingChunks = 1024;
/** So long what is taken, and a segment that has ended, may wait in memory for the grant to be durable. */
const grantWithinMs = 2000;
/** And so many octets of it: what a sender that speaks again, or was held up, brings in one turn may be thirty seconds. */
const ungrantedOctets = 30 * g711Rate;

/**
 * Writes one segment of one channel: octets in order, frames to the journal, full chunks to the vault. Nothing waits for a disk or a
 * database on the way in: the file is begun when its first chunk is full. While the vault fails the segment goes on in the journal;
 * when it works again another segment can follow, without an octet between them.
 */
export class SegmentWriter implements JournalSource {
  readonly fileId: string;
  readonly #whenGranted: Promise<void> | undefined;
  readonly #begunAt: number;
  #file: Promise<VaultFile> | undefined;
  #vaultFailed = false;
  #closed = false;
  #granted: boolean;
  /** When each chunk that waits for the vault was handed over, oldest first. */
  readonly #waiting: number[] = [];
  readonly #refused: OctetSpan[] = [];
  #stored = 0;
  /** Octets that were handed to the journal, taken or not. */
  #framed = 0;
  /** The segment that takes what comes now, and the octets of those between this one and that. */
  #next: SegmentWriter | undefined;
  #passed = 0;

  private constructor(
    private readonly sealer: SegmentSealer,
    private readonly stores: SegmentStores,
    fileId: string,
    granted: Promise<unknown> | undefined,
  ) {
    this.fileId = fileId;
    this.#begunAt = stores.clock.now();
    this.#granted = granted === undefined;
    this.#whenGranted = granted?.then(() => {
      this.#granted = true;
    });
  }

  /** Begins a segment, in this turn. Throws as `SegmentSealer.begin`, before anything touches a disk. */
  static begin(stores: SegmentStores, { grant, ownerKey, header, granted, fileId = randomUUID() }: SegmentTerms): SegmentWriter {
    const sealer = SegmentSealer.begin(grant, ownerKey, header);
    const writer = new SegmentWriter(sealer, stores, fileId, granted);
    const { segmentId } = header;
    stores.journal.begin({ segmentId, fileId, header: sealer.opening.subarray(0, segmentHeaderBytes) }, writer);
    return writer;
  }

  get segmentId(): string {
    return this.sealer.header.segmentId;
  }

  /** Octets taken so far, by this segment and by those that followed it. */
  get octets(): number {
    return this.sealer.octets + this.#passed + (this.#next?.octets ?? 0);
  }

  /** Whether what is taken goes to the journal alone, because the vault fails. */
  get vaultFailed(): boolean {
    return this.#vaultFailed;
  }

  /**
   * Takes the next G.711 octets. `full`: the grant was not durable within two seconds and nothing was taken. Throws
   * `consent.not-live` when the grant has ended: close the segment then.
   */
  write(octets: Uint8Array): 'kept' | 'full' {
    if (this.#next) return this.#next.write(octets);
    if (!this.#granted && this.#hasWaited(octets.length)) return 'full';
    const { frames, chunks } = this.sealer.accept(octets);
    const firstEnd = this.#lastChunkEnd() - (frames.length - 1) * chunkBytes;
    for (const [at, frame] of frames.entries()) this.#journal(frame, firstEnd + at * chunkBytes);
    for (const chunk of chunks) this.#store(chunk);
    return 'kept';
  }

  /** What comes from now on goes to `next`, which begins where this segment, or the one that followed it before, ends. */
  followedBy(next: SegmentWriter): void {
    this.#passed += this.#next?.octets ?? 0;
    this.#next = next;
  }

  /** Seals what came since the last time for the journal; called twice a second. */
  handOver(): void {
    if (this.#closed || !this.#granted) return;
    const end = this.sealer.octets;
    const frame = this.sealer.frame();
    if (frame) this.#journal(frame, end);
  }

  /** Gives up what was taken while the grant was not durable: nothing of it has left memory. */
  discard(): void {
    this.#closed = true;
    this.sealer.discard();
    this.stores.journal.end(this.segmentId);
  }

  /** Ends the segment and overwrites its keys, once its grant is durable. The last octets are in the journal before the file is completed. */
  async close(): Promise<ClosedSegment> {
    if (!(await this.#isGranted())) {
      const { segmentId } = this;
      const { octets } = this.sealer;
      this.discard();
      return { kind: 'given-up', segmentId, octets };
    }
    this.handOver();
    this.#closed = true;
    const { segmentId, fileId } = this;
    const { octets } = this.sealer;
    const refused = this.#refused;
    if (octets === 0) return this.#leaveNothing();
    const sealed = this.#vaultFailed ? undefined : await this.stores.turns.take(() => this.#finish(octets));
    if (sealed) {
      this.stores.journal.end(segmentId);
      return sealed;
    }
    this.sealer.discard();
    this.stores.journal.detach(segmentId);
    await this.#abandon();
    return { kind: 'cut-off', segmentId, fileId, octets, refused };
  }

  #hasWaited(more: number): boolean {
    return this.stores.clock.now() - this.#begunAt > grantWithinMs || this.octets + more > ungrantedOctets;
  }

  /** Whether the grant is durable, or becomes so within the time for which audio may wait for it. */
  async #isGranted(): Promise<boolean> {
    if (this.#granted || this.sealer.octets === 0) return true;
    const late = new AbortController();
    const tooLate = pause(grantWithinMs, undefined, { signal: late.signal, ref: false }).catch(() => undefined);
    await Promise.race([this.#whenGranted, tooLate]);
    late.abort();
    return this.#granted;
  }

  async #leaveNothing(): Promise<ClosedSegment> {
    this.sealer.discard();
    this.stores.journal.end(this.segmentId);
    await this.#abandon();
    return { kind: 'empty', segmentId: this.segmentId };
  }

  async #finish(octets: number): Promise<ClosedSegment | undefined> {
    const last = this.sealer.finish();
    try {
      const file = await this.#begun();
      await file.append(last);
      const { fileId, bytes, sha512 } = await file.finish();
      return { kind: 'sealed', segmentId: this.segmentId, fileId, octets, bytes, sha512 };
    } catch (failure) {
      if (isVaultFailure(failure)) return undefined;
      throw failure;
    }
  }

  /** The vault file, begun when it is first needed. */
  #begun(): Promise<VaultFile> {
    this.#file ??= this.stores.vault.beginFile(this.fileId).then(async (file) => {
      try {
        await file.append(this.sealer.opening);
        return file;
      } catch (failure) {
        await file.abandon();
        throw failure;
      }
    });
    return this.#file;
  }

  /** A frame that the journal refuses is lost should the vault fail before its chunk is there. */
  #journal(frame: Buffer, end: number): void {
    const from = this.#framed;
    this.#framed = end;
    if (this.stores.journal.append(this.segmentId, end, frame) === 'full') this.#refused.push({ from, octets: end - from });
  }

  #store(chunk: Buffer): void {
    if (this.#vaultFailed) return;
    const now = this.stores.clock.now();
    this.#waiting.push(now);
    if (now - (this.#waiting[0] ?? now) > chunkWaitsMs || this.#waiting.length > waitingChunks) this.#failVault();
    this.#begun()
      .then((file) => file.append(chunk))
      .then(
        () => {
          this.#waiting.shift();
          this.#stored += chunk.length / sealedChunkBytes;
          if (this.#stored % chunksPerCheckpoint === 0) this.#checkpoint(this.#stored * chunkBytes);
        },
        () => {
          this.#failVault();
        },
      );
  }

  #checkpoint(octet: number): void {
    this.#begun()
      .then((file) => file.sync())
      .then(
        () => {
          if (!this.#vaultFailed) this.stores.journal.release(this.segmentId, octet);
        },
        () => {
          this.#failVault();
        },
      );
  }

  #failVault(): void {
    this.#vaultFailed = true;
  }

  /** A file that could not even be begun leaves nothing to let go of. */
  async #abandon(): Promise<void> {
    const file = await this.#file?.catch(() => undefined);
    await file?.abandon();
  }

  /** Frames that `write` yields end at chunk borders; the last of them at the border below what is taken. */
  #lastChunkEnd(): number {
    return Math.floor(this.sealer.octets / chunkBytes) * chunkBytes;
  }
}

function isVaultFailure(failure: unknown): boolean {
  return isVoxkeepError(failure, 'vault.file-broken') || (failure as { code?: unknown }).code !== undefined;
}
