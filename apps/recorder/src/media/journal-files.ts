import { dirname } from 'node:path';
import type { open } from 'node:fs/promises';
import { diagnostics, systemCode } from '@voxkeep/platform';
import type { Clock } from './clock.js';
import { compactionFailed } from './events.js';
import { compactJournalFile, markTakenBack, overwriteForgotten } from './journal-compaction.js';
import { JournalFile } from './journal-file.js';

/** What every new file repeats of a segment or a call that needs the journal, and up to where it is safe elsewhere. */
export interface Repeated {
  readonly repeats: Buffer[];
  /** Highest mark that stands in the repeats; a new file covers it. */
  repeated: number;
  safe: number;
}

/** Where files go, and what each of them begins with. */
export interface JournalFilesTerms {
  /** The first one unless it failed; at least one. */
  readonly folders: readonly string[];
  readonly live: ReadonlyMap<string, Repeated>;
  readonly clock: Clock;
  readonly open: typeof open | undefined;
}

interface Failures {
  readonly count: number;
  readonly until: number;
}

const longestRestMs = 1_800_000;
const folderRestMs = 60_000;
const compactionRestMs = 1000;

/** The files of the journal that something needs still, oldest first: how they are begun, written again without something, and removed. */
export class JournalFiles {
  readonly #files: JournalFile[] = [];
  readonly #replaced = new Set<JournalFile>();
  readonly #blamed = new Map<string, Failures>();
  readonly #uncompacted = new WeakMap<JournalFile, Failures>();
  #compacting: Promise<void> | undefined;
  /** Calls that are being taken back and whose facts say so on no disk yet. */
  readonly #unsaid = new Set<string>();

  constructor(private readonly terms: JournalFilesTerms) {}

  /** Paths, oldest first. */
  get paths(): readonly string[] {
    return this.#files.map(({ path }) => path);
  }

  /** What came of an id up to `mark` needs no file any more. */
  release(id: string, mark: number): void {
    for (const file of this.#files) file.release(id, mark);
  }

  /** What the files hold of these segments is to be gone from the disk. */
  forget(segmentIds: readonly string[]): void {
    for (const file of this.#files) for (const id of segmentIds) file.forgets.add(id);
  }

  /** What was kept of a call goes: to be said on the disk before anything of it is gone. `done`: no file need stay for the mark. */
  takeBack(recordingId: string, state: 'begun' | 'done'): void {
    if (state === 'begun') this.#unsaid.add(recordingId);
    else {
      this.#unsaid.delete(recordingId);
      this.release(markOf(recordingId), 1);
    }
  }

  /** The calls that are to be said to be taken back, by facts that wait or by a mark. */
  get unsaid(): readonly string[] {
    return [...this.#unsaid];
  }

  /**
   * The facts of these calls stand on the disk. None given: they have no room, and a mark in the facts that stand says that the calls were
   * taken back; should the recorder die before it has carried that out, the next one does. A file with a mark stays until then. To be
   * called before anything is removed, while nothing is written. A disk that takes not even a mark is the trouble that is told; it is
   * tried again with the next failure.
   */
  async sayTakenBack(said?: readonly string[]): Promise<void> {
    const marked = said ?? (await this.#mark().catch(() => []));
    for (const id of marked) this.#unsaid.delete(id);
  }

  /**
   * Begins a file with what must be known of everything live; so earlier files need not be kept for that. What has ended while the disk
   * was at work is not covered: nobody would release it any more.
   */
  async begin(): Promise<JournalFile> {
    const copied = [...this.terms.live].map(([id, entry]) => ({ id, entry, repeated: entry.repeated }));
    const file = await this.#create(copied.flatMap(({ entry }) => entry.repeats));
    for (const { id, entry, repeated } of copied) {
      if (this.terms.live.get(id) === entry && repeated > entry.safe) file.cover(id, repeated);
      if (repeated > 0) this.release(id, repeated);
    }
    this.#files.push(file);
    return file;
  }

  /** A file of this folder could not be written: the folder is not tried first for a while, which grows. */
  blame(file: JournalFile): void {
    const folder = dirname(file.path);
    this.#blamed.set(folder, this.#after(this.#blamed.get(folder), folderRestMs));
  }

  /** A file served until its turn was over: its folder is as good as any. */
  praise(file: JournalFile): void {
    this.#blamed.delete(dirname(file.path));
  }

  /** Removes what nobody needs. Oldest first only: a later file may hold the record that closes a segment of an earlier one. */
  async removeUnneeded(active: JournalFile | undefined): Promise<void> {
    for (let oldest = this.#files[0]; oldest && oldest !== active && oldest.covers.size === 0; oldest = this.#files[0]) {
      if (!(await isRemoved(oldest))) return;
      if (this.#files[0] === oldest) this.#files.shift();
    }
  }

  /** Writes files other than `active` again without what is to be gone, one after the other; nothing waits for that. */
  compact(active: JournalFile | undefined): void {
    const due = this.#files.filter((file) => file !== active && file.forgets.size > 0 && this.#isDue(file));
    if (this.#compacting || (due.length === 0 && this.#replaced.size === 0)) return;
    this.#compacting = this.#compactAll(due).finally(() => {
      this.#compacting = undefined;
    });
  }

  /** Resolves when no file is being written again. */
  async settled(): Promise<void> {
    await this.#compacting;
  }

  async #mark(): Promise<readonly string[]> {
    const unsaid = new Set(this.#unsaid);
    if (unsaid.size === 0) return [];
    // What is being written again was read before the mark.
    await this.settled();
    for (const file of this.#files)
      for (const id of await markTakenBack(file, unsaid, this.terms.open)) file.cover(markOf(id), 1);
    return [...unsaid];
  }

  /** In the first folder that takes it; one that was blamed is asked last. */
  async #create(opening: readonly Buffer[]): Promise<JournalFile> {
    const now = this.terms.clock.now();
    const isBlamed = (folder: string): number => Number((this.#blamed.get(folder)?.until ?? 0) > now);
    let failure: unknown;
    for (const folder of this.terms.folders.toSorted((a, b) => isBlamed(a) - isBlamed(b))) {
      try {
        return await JournalFile.create(folder, now, opening, this.terms.open);
      } catch (error) {
        failure = error;
      }
    }
    throw failure;
  }

  async #compactAll(due: readonly JournalFile[]): Promise<void> {
    for (const old of due) {
      try {
        await this.#compactOne(old);
      } catch (error) {
        if (!this.#files.includes(old)) continue;
        const failures = this.#after(this.#uncompacted.get(old), compactionRestMs);
        this.#uncompacted.set(old, failures);
        diagnostics.record(compactionFailed, { attempt: failures.count, error });
        // Only a full disk has no room for another file; writing into one that stands may cost what lies behind, should the power go.
        // That this fails, too, is told by the failure above: both are tried again together.
        if (hasNoRoom(error)) await overwriteForgotten(old.path, new Set(old.forgets), this.terms.open).catch(() => undefined);
      }
    }
    for (const file of this.#replaced) if (await isRemoved(file)) this.#replaced.delete(file);
  }

  /** The new file takes the place of the old one in one turn, so that neither keeps what is released meanwhile. */
  async #compactOne(old: JournalFile): Promise<void> {
    const forgotten = new Set(old.forgets);
    const fresh = await compactJournalFile(old, forgotten, this.terms.open);
    const at = this.#files.indexOf(old);
    if (at < 0) {
      this.#replaced.add(fresh);
      return;
    }
    fresh.takeOver(old, forgotten);
    this.#files[at] = fresh;
    this.#replaced.add(old);
  }

  #isDue(file: JournalFile): boolean {
    return (this.#uncompacted.get(file)?.until ?? 0) <= this.terms.clock.now();
  }

  #after(earlier: Failures | undefined, firstRestMs: number): Failures {
    const count = (earlier?.count ?? 0) + 1;
    return { count, until: this.terms.clock.now() + Math.min(firstRestMs * 2 ** (count - 1), longestRestMs) };
  }
}

/** The disk is full, or what the recorder may take of it is: what stands there may still be written to. */
export const hasNoRoom = (failure: unknown): boolean => ['ENOSPC', 'EDQUOT'].includes(systemCode(failure));

const markOf = (recordingId: string): string => `taken back ${recordingId}`;

/** A file that will not go now is asked again later. */
async function isRemoved(file: JournalFile): Promise<boolean> {
  try {
    await file.remove();
    return true;
  } catch {
    return false;
  }
}
