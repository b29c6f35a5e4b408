import { mkdir } from 'node:fs/promises';
import { diagnostics, systemCode } from '@voxkeep/platform';
import { encodeJournalRecord, type OpenedRecord } from '@voxkeep/recording';
import { apart } from './apart.js';
import type { Clock } from './clock.js';
import { turnFailed } from './events.js';
import { HeldRecords } from './held-records.js';
import type { JournalFile } from './journal-file.js';
import { hasNoRoom, JournalFiles, type Repeated } from './journal-files.js';
import type { JournalOptions } from './journal-options.js';
import { JournalRoom } from './journal-room.js';

/** Someone who has sealed frames to hand over twice a second. */
export interface JournalSource {
  handOver(): void;
}

/** A segment or a call that needs the journal. */
interface Live extends Repeated {
  source: JournalSource | undefined;
}

const handOverMs = 500;
/** After a new file could not be begun. */
const turnAgainMs = 5000;

/**
 * The recorder's journal: sealed frames and facts of all calls in one file at a time. Twice a second everything due is handed over and
 * written (a killed process loses at most that), every second one fdatasync covers all calls (05, Media to vault), and at once where a
 * grant waits for it. A failed write or fsync ends the file; what was not yet durable is written again into a new one, in the second
 * folder while the first one fails.
 */
export class Journal {
  readonly #live = new Map<string, Live>();
  readonly #files: JournalFiles;
  readonly #room: JournalRoom;
  #active: JournalFile | undefined;
  readonly #held: HeldRecords;
  /** A fact found no room among what waits: only the next file brings it, with every fact of what is live, and is begun at once. */
  #isBehind = false;
  #syncDue = false;
  #last: Promise<void> = Promise.resolve();
  #soon: Promise<boolean> | undefined;
  #atWork = 0;
  #trouble: string | undefined;
  #refused = 0;
  #closed = false;
  #turnAgainAt = 0;
  #failedTurns = 0;
  readonly #stop: () => void;
  readonly #limits: { readonly rotateBytes: number; readonly rotateMs: number };

  private constructor(
    folders: readonly string[],
    private readonly clock: Clock,
    options: JournalOptions,
  ) {
    this.#files = new JournalFiles({ folders, live: this.#live, clock, open: options.open });
    const { rotateBytes = 256 * 2 ** 20, rotateMs = 60_000, pendingBytes = 128 * 2 ** 20 } = options;
    this.#room = new JournalRoom({ folders, mostBytes: rotateBytes, ...options }, clock);
    this.#held = new HeldRecords(pendingBytes);
    this.#limits = { rotateBytes, rotateMs };
    this.#stop = clock.every(handOverMs, () => {
      this.#tick();
    });
  }

  /** Opens the journal in `folder`, made when absent. No file is made before the first record. */
  static async open(folder: string, clock: Clock, options: JournalOptions = {}): Promise<Journal> {
    const { secondFolder } = options;
    const folders = secondFolder === undefined ? [folder] : [folder, secondFolder];
    for (const each of folders) await mkdir(each, { recursive: true, mode: 0o700 });
    return new Journal(folders, clock, options);
  }

  /** Operating system code of the last failure while the journal is not durable; `undefined` when all is well. */
  get trouble(): string | undefined {
    return this.#trouble ?? this.#room.trouble;
  }

  /**
   * Whether what is live finds room in one of its folders, for a whole file at most: a disk that is full says so before a write fails, and
   * one that takes no files before the first call needs one. What is written tells that by itself.
   */
  hasRoom(): Promise<boolean> {
    return this.#room.hasFor([...this.#live.values()].filter(({ source }) => source).length, this.#held.isEmpty);
  }

  /** Bytes that each of its folders lacked when that was looked at last. */
  get lacks(): readonly number[] {
    return this.#room.lacks;
  }

  /** Frames refused because too much was waiting for the disk. */
  get refusedFrames(): number {
    return this.#refused;
  }

  /** How much of what may wait for the disk is waiting, 0 to 1. */
  get load(): number {
    return this.#held.load;
  }

  /** Whether nothing is taken any more, because the recorder stops. */
  get isClosed(): boolean {
    return this.#closed;
  }

  /** Paths of the files in use, oldest first. */
  get files(): readonly string[] {
    return this.#files.paths;
  }

  /** Announces a segment; its opening is repeated in every file until {@link end}. */
  begin(opened: Omit<OpenedRecord, 'kind'>, source: JournalSource): void {
    const bytes = encodeJournalRecord({ kind: 'opened', ...opened });
    const handOver = apart('hand-over', () => {
      source.handOver();
    });
    this.#live.set(opened.segmentId, { repeats: [bytes], source: { handOver }, repeated: 0, safe: 0 });
    this.#held.add({ id: opened.segmentId, mark: 0, bytes });
  }

  /** Takes an encoded frame that ends at `endOctet` of its segment; `full` when too much waits for the disk already. */
  append(segmentId: string, endOctet: number, record: Buffer): 'accepted' | 'full' {
    if (!this.#held.takes(record.length)) {
      this.#refused += 1;
      return 'full';
    }
    this.#held.add({ id: segmentId, mark: endOctet, bytes: record });
    return 'accepted';
  }

  /** Takes the sealed fact `number` of a call; every file repeats it until {@link end}, so one that finds no room to wait comes with the next. */
  note(recordingId: string, number: number, record: Buffer): void {
    const live = this.#live.get(recordingId) ?? { repeats: [], source: undefined, repeated: 0, safe: 0 };
    this.#live.set(recordingId, live);
    live.repeats.push(record);
    live.repeated = number;
    if (this.#held.takes(record.length)) this.#held.add({ id: recordingId, mark: number, bytes: record });
    else this.#isBehind = true;
  }

  /** A segment's file, or the books of a call, are durable up to `mark`: what came before need not be kept. */
  release(id: string, mark: number): void {
    const live = this.#live.get(id);
    if (live) live.safe = Math.max(live.safe, mark);
    this.#files.release(id, mark);
  }

  /** The facts of a call up to `number` stand in the books. */
  bind(recordingId: string, number: number): void {
    if (!this.#live.has(recordingId)) return;
    this.release(recordingId, number);
    this.#held.add({ id: recordingId, mark: 0, bytes: encodeJournalRecord({ kind: 'bound', recordingId, number, over: false }) });
  }

  /** The segment hands nothing over any more, but is not safe elsewhere: its frames stay until {@link end}. */
  detach(segmentId: string): void {
    const live = this.#live.get(segmentId);
    if (live) live.source = undefined;
  }

  /** The segment needs the journal no more: its file is complete, was rebuilt, or was given up on purpose. */
  end(segmentId: string): void {
    if (!this.#leave(segmentId)) return;
    this.#held.add({ id: segmentId, mark: 0, bytes: encodeJournalRecord({ kind: 'closed', segmentId }) });
  }

  /** The call is over and all of it stands in the books, up to its last fact. */
  endCall(recordingId: string, number: number): void {
    if (!this.#leave(recordingId)) return;
    this.#held.add({ id: recordingId, mark: 0, bytes: encodeJournalRecord({ kind: 'bound', recordingId, number, over: true }) });
  }

  /**
   * What was taken of these segments is to be gone from the disk, not only from the books. What waits goes nowhere; files are written
   * again beside the work of the journal, the one under way after its turn, which comes at once.
   */
  forget(segmentIds: readonly string[]): void {
    this.#held.forget(new Set(segmentIds));
    this.#files.forget(segmentIds);
    for (const id of segmentIds) this.end(id);
  }

  /**
   * What was kept of a call goes, and a fact that says so was noted: should the disk have no room for it, a mark in its place says so.
   * `done`: nothing of it is in the vault any more.
   */
  takeBack(recordingId: string, state: 'begun' | 'done'): void {
    this.#files.takeBack(recordingId, state);
  }

  /** Writes and syncs as soon as the work under way allows; all who ask meanwhile share it. `true`: what was noted before is durable. */
  syncSoon(): Promise<boolean> {
    this.#soon ??= this.#last.then(async () => {
      this.#soon = undefined;
      await this.#work(true);
      return this.#trouble === undefined && !this.#isBehind;
    });
    return this.#soon;
  }

  /** Hands over, writes and syncs now. `true` when everything taken so far is durable. */
  async flush(): Promise<boolean> {
    this.#handOver();
    await this.#work(true);
    return this.#held.isEmpty && !this.#isBehind;
  }

  /** Stops the ticks, makes everything durable and closes; files that nobody needs are deleted. */
  async close(): Promise<void> {
    this.#stop();
    this.#closed = true;
    await this.flush();
    await this.#active?.close();
    this.#active = undefined;
    await this.#files.settled();
    await this.#files.removeUnneeded(undefined);
  }

  #leave(id: string): boolean {
    this.#files.release(id, Infinity);
    return this.#live.delete(id);
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
    const noted = this.#files.unsaid;
    try {
      await this.#write();
      if (!sync) return;
      await this.#sync();
    } catch (failure) {
      this.#trouble = systemCode(failure);
      await this.#giveUpActive();
      if (hasNoRoom(failure)) await this.#files.sayTakenBack();
      return this.#makeRoom();
    }
    await this.#rotate();
    await this.#files.sayTakenBack(this.#isBehind ? undefined : noted);
    await this.#makeRoom();
  }

  /** Also while the disk is full: what goes is what makes the room. */
  async #makeRoom(): Promise<void> {
    await this.#files.removeUnneeded(this.#active);
    this.#files.compact(this.#active);
  }

  async #write(): Promise<void> {
    if (!this.#held.hasWaiting && !this.#isBehind) return;
    const file = await this.#activeFile();
    const batch = this.#held.write();
    await file.append(batch.map(({ bytes }) => bytes));
    for (const { id, mark } of batch) {
      const live = this.#live.get(id);
      if (live && mark > live.safe) file.cover(id, mark);
    }
  }

  async #sync(): Promise<void> {
    if (this.#held.hasUnsynced) await this.#active?.sync();
    this.#held.synced();
    this.#trouble = undefined;
  }

  async #activeFile(): Promise<JournalFile> {
    this.#active ??= await this.#begin();
    return this.#active;
  }

  async #begin(): Promise<JournalFile> {
    const wasBehind = this.#isBehind;
    this.#isBehind = false;
    try {
      return await this.#files.begin();
    } catch (failure) {
      this.#isBehind ||= wasBehind;
      throw failure;
    }
  }

  /** The next file holds the openings of all live segments and calls before the old one may go; while none can be begun the old one serves. */
  async #rotate(): Promise<void> {
    const old = this.#active;
    if (!old || !this.#isFull(old) || this.clock.now() < this.#turnAgainAt) return;
    this.#files.praise(old);
    try {
      this.#active = await this.#begin();
    } catch (error) {
      this.#turnAgainAt = this.clock.now() + turnAgainMs;
      diagnostics.record(turnFailed, { attempt: (this.#failedTurns += 1), error });
      return;
    }
    this.#failedTurns = 0;
    await old.close();
  }

  #isFull({ bytes, createdAt, forgets }: JournalFile): boolean {
    const age = this.clock.now() - createdAt;
    if (this.#isBehind) return true;
    return bytes >= this.#limits.rotateBytes || age >= this.#limits.rotateMs || (forgets.size > 0 && age >= handOverMs);
  }

  /** After a failed write or fsync nothing is known of the pages since the last success: write them again, elsewhere. */
  async #giveUpActive(): Promise<void> {
    this.#held.writeAgain();
    const given = this.#active;
    this.#active = undefined;
    if (given) this.#files.blame(given);
    await given?.close();
  }
}
