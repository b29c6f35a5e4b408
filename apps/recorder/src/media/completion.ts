import { VoxkeepError } from '@voxkeep/contracts';
import { systemCode, type VaultStore } from '@voxkeep/platform';
import { indexJournals, journalUnread, type CutOffSegment } from './journal-index.js';
import type { Journal } from './journal.js';
import { recoverSegment, type RecoveredSegment } from './recovery.js';
import type { Turns } from './turns.js';

/** A live journal removes files and writes others again: so many times is a file looked for anew. */
const mostLooks = 5;

type Found = ReadonlyMap<string, CutOffSegment>;

/**
 * Makes complete files of segments that the vault cut off, while the recorder runs. After a failure many calls want theirs: all who ask
 * while nothing is being read share the next reading of the journal, which takes a turn at the disk, as does each file.
 */
export class Completion {
  #asked = new Set<string>();
  #next: Promise<Found> | undefined;
  #trying: Promise<boolean> | undefined;
  #wasPossible = false;

  constructor(
    private readonly vault: VaultStore,
    private readonly journal: Journal,
    private readonly turns: Turns,
  ) {}

  /**
   * Completes one segment; the old file is left for the caller to remove once the new one is told. `undefined`: the journal holds nothing
   * of it. Throws what the vault throws, `recorder.journal-behind` while the journal itself is not durable, and `recorder.journal-unread`.
   */
  async complete(segmentId: string, ownerKey: () => Buffer): Promise<RecoveredSegment | undefined> {
    for (let look = 1; ; look += 1) {
      const found = (await this.#look(segmentId)).get(segmentId);
      if (!found) return undefined;
      try {
        return await this.turns.take(() => recoverSegment(this.vault, found, ownerKey()));
      } catch (failure) {
        if (!isGone(failure)) throw failure;
        if (look === mostLooks) throw journalUnread(failure);
      }
    }
  }

  /** Whether the vault took a file when that was tried last. */
  get wasPossible(): boolean {
    return this.#wasPossible;
  }

  /** The vault owes an answer for so long that it counts as one that takes no file, until it gives it. */
  doubt(): void {
    this.#wasPossible = false;
  }

  /** Whether the vault has room and takes a file now; all who ask while that is tried share the answer. */
  isPossible(): Promise<boolean> {
    this.#trying ??= this.turns
      .take(() => this.vault.takesFiles())
      .then((takes) => (this.#wasPossible = takes))
      .finally(() => {
        this.#trying = undefined;
      });
    return this.#trying;
  }

  #look(segmentId: string): Promise<Found> {
    this.#asked.add(segmentId);
    this.#next ??= Promise.resolve().then(() => this.turns.take(() => this.#readAsked()));
    return this.#next;
  }

  #readAsked(): Promise<Found> {
    const wanted = this.#asked;
    this.#asked = new Set();
    this.#next = undefined;
    return this.#read(wanted);
  }

  async #read(wanted: ReadonlySet<string>): Promise<Found> {
    if (!(await this.journal.syncSoon()))
      throw new VoxkeepError('recorder.journal-behind', { cause: this.journal.trouble ?? 'unknown' });
    for (let look = 1; ; look += 1) {
      try {
        const { cutOff } = await indexJournals(this.journal.files, wanted);
        return new Map(cutOff.map((segment) => [segment.segmentId, segment]));
      } catch (failure) {
        if (!isGone(failure) || look === mostLooks) throw journalUnread(failure);
      }
    }
  }
}

const isGone = (failure: unknown): boolean => systemCode(failure) === 'ENOENT';
