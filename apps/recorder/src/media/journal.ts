import { mkdir, type open } from 'node:fs/promises';
import { systemCode } from '@voxkeep/platform';
import { encodeJournalRecord, type OpenedRecord } from '@voxkeep/recording';
import type { Clock } from './clock.js';
import { JournalFile } from './journal-file.js';

/** Someone who has sealed frames to hand over twice a second. */
export interface JournalSource {
  handOver(): void;
}

/** Limits of the journal; the defaults suit 1,500 channels. */
export interface JournalOptions {
  /** A file is followed by a new one at this size or age. */
  readonly rotateBytes?: number;
  readonly rotateMs?: number;
  /** Bytes that may wait for a slow disk before frames are refused. */
  readonly pendingBytes?: number;
  /** Opens files; node's own unless a test puts a failing disk underneath. */
  readonly open?: typeof open;
}

interface Waiting {
  readonly segmentId: string;
  readonly endOctet: number;
  readonly bytes: Buffer;
}

interface LiveSegment {
  readonly opened: Buffer;
  readonly source: JournalSource | undefined;
  readonly durableOctet: number;
}

const handOverMs = 500;

/**
 * The recorder's journal: sealed frames of all calls in one file at a time. Twice a second everything due is handed over and written
 * (a killed process loses at most that), every second one fdatasync covers all calls (05, Media to vault). A failed write or fsync
 * ends the file; what was not yet durable is written again into a new one.
 */
export class Journal {
  readonly #live = new Map<string, LiveSegment>();
  readonly #files: JournalFile[] = [];
  #active: JournalFile | undefined;
  #waiting: Waiting[] = [];
  #unsynced: Waiting[] = [];
  #heldBytes = 0;
  #syncDue = false;
  #last: Promise<void> = Promise.resolve();
  #atWork = 0;
  #trouble: string | undefined;
  #refused = 0;
  readonly #stop: () => void;
  readonly #limits: { readonly rotateBytes: number; readonly rotateMs: number; readonly pendingBytes: number };

  private constructor(
    private readonly folder: string,
    private readonly clock: Clock,
    private readonly options: JournalOptions,
  ) {
    const { rotateBytes = 256 * 2 ** 20, rotateMs = 60_000, pendingBytes = 128 * 2 ** 20 } = options;
    this.#limits = { rotateBytes, rotateMs, pendingBytes };
    this.#stop = clock.every(handOverMs, () => {
      this.#tick();
    });
  }

  /** Opens the journal in `folder`, made when absent. No file is made before the first record. */
  static async open(folder: string, clock: Clock, options: JournalOptions = {}): Promise<Journal> {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    return new Journal(folder, clock, options);
  }

  /** Operating system code of the last failure while the journal is not durable; `undefined` when all is well. */
  get trouble(): string | undefined {
    return this.#trouble;
  }

  /** Frames refused because too much was waiting for the disk. */
  get refusedFrames(): number {
    return this.#refused;
  }

  /** Paths of the files in use, oldest first. */
  get files(): readonly string[] {
    return this.#files.map(({ path }) => path);
  }

  /** Announces a segment; its opening is repeated in every file until {@link end}. */
  begin(opened: Omit<OpenedRecord, 'kind'>, source: JournalSource): void {
    const bytes = encodeJournalRecord({ kind: 'opened', ...opened });
    this.#live.set(opened.segmentId, { opened: bytes, source, durableOctet: 0 });
    this.#hold({ segmentId: opened.segmentId, endOctet: 0, bytes });
  }

  /** Takes an encoded frame that ends at `endOctet` of its segment; `full` when too much waits for the disk already. */
  append(segmentId: string, endOctet: number, record: Buffer): 'accepted' | 'full' {
    if (this.#heldBytes + record.length > this.#limits.pendingBytes) {
      this.#refused += 1;
      return 'full';
    }
    this.#hold({ segmentId, endOctet, bytes: record });
    return 'accepted';
  }

  /** The segment's file is durable up to `octet`: frames before it need not be kept. */
  release(segmentId: string, octet: number): void {
    const live = this.#live.get(segmentId);
    if (live) this.#live.set(segmentId, { ...live, durableOctet: octet });
    for (const file of this.#files) file.release(segmentId, octet);
  }

  /** The segment hands nothing over any more, but is not safe elsewhere: its frames stay until {@link end}. */
  detach(segmentId: string): void {
    const live = this.#live.get(segmentId);
    if (live) this.#live.set(segmentId, { ...live, source: undefined });
  }

  /** The segment needs the journal no more: its file is complete, was rebuilt, or was given up on purpose. */
  end(segmentId: string): void {
    if (!this.#live.delete(segmentId)) return;
    for (const file of this.#files) file.release(segmentId, Infinity);
    this.#hold({ segmentId, endOctet: 0, bytes: encodeJournalRecord({ kind: 'closed', segmentId }) });
  }

  /** Hands over, writes and syncs now. `true` when everything taken so far is durable. */
  async flush(): Promise<boolean> {
    this.#handOver();
    await this.#work(true);
    return this.#waiting.length === 0 && this.#unsynced.length === 0;
  }

  /** Stops the ticks, makes everything durable and closes; files that nobody needs are deleted. */
  async close(): Promise<void> {
    this.#stop();
    await this.flush();
    await this.#active?.close();
    if (this.#live.size > 0) return;
    this.#active = undefined;
    await this.#removeUnneeded();
  }

  #hold(waiting: Waiting): void {
    this.#waiting.push(waiting);
    this.#heldBytes += waiting.bytes.length;
  }

  #tick(): void {
    this.#handOver();
    if (this.#atWork > 0) return;
    const sync = this.#syncDue;
    this.#syncDue = !sync;
    void this.#work(sync);
  }

  #handOver(): void {
    for (const { source } of this.#live.values()) source?.handOver();
  }

  /** One after the other; a slow disk makes ticks pass by, so that work never piles up. */
  async #work(sync: boolean): Promise<void> {
    this.#atWork += 1;
    this.#last = this.#last.then(() => this.#attempt(sync));
    await this.#last;
    this.#atWork -= 1;
  }

  async #attempt(sync: boolean): Promise<void> {
    try {
      await this.#write();
      if (!sync) return;
      await this.#sync();
      await this.#rotate();
      await this.#removeUnneeded();
    } catch (failure) {
      this.#trouble = systemCode(failure);
      await this.#giveUpActive();
    }
  }

  async #write(): Promise<void> {
    if (this.#waiting.length === 0) return;
    const file = await this.#activeFile();
    const batch = this.#waiting;
    this.#waiting = [];
    this.#unsynced = this.#unsynced.concat(batch);
    await file.append(batch.map(({ bytes }) => bytes));
    for (const { segmentId, endOctet } of batch) this.#cover(file, segmentId, endOctet);
  }

  #cover(file: JournalFile, segmentId: string, endOctet: number): void {
    const live = this.#live.get(segmentId);
    if (live && endOctet > live.durableOctet) file.covers.set(segmentId, Math.max(endOctet, file.covers.get(segmentId) ?? 0));
  }

  async #sync(): Promise<void> {
    if (this.#unsynced.length > 0) await this.#active?.sync();
    for (const { bytes } of this.#unsynced) this.#heldBytes -= bytes.length;
    this.#unsynced = [];
    this.#trouble = undefined;
  }

  async #activeFile(): Promise<JournalFile> {
    this.#active ??= await this.#newFile();
    return this.#active;
  }

  async #newFile(): Promise<JournalFile> {
    const openings = [...this.#live.values()].map(({ opened }) => opened);
    const file = await JournalFile.create(this.folder, this.clock.now(), openings, this.options.open);
    this.#files.push(file);
    return file;
  }

  /** The next file holds the openings of all live segments before the old one may go. */
  async #rotate(): Promise<void> {
    const old = this.#active;
    if (!old || (old.bytes < this.#limits.rotateBytes && this.clock.now() - old.createdAt < this.#limits.rotateMs)) return;
    this.#active = await this.#newFile();
    await old.close();
  }

  /** Oldest first only: a later file may hold the record that closes a segment of an earlier one. */
  async #removeUnneeded(): Promise<void> {
    for (let oldest = this.#files[0]; oldest && oldest !== this.#active && oldest.covers.size === 0; oldest = this.#files[0]) {
      await oldest.remove();
      this.#files.shift();
    }
  }

  /** After a failed write or fsync nothing is known of the pages since the last success: write them again, elsewhere. */
  async #giveUpActive(): Promise<void> {
    this.#waiting = this.#unsynced.concat(this.#waiting);
    this.#unsynced = [];
    const given = this.#active;
    this.#active = undefined;
    await given?.close();
  }
}
