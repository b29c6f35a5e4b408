import { diagnostics, freeBytesOf, systemCode, tryFolder } from '@voxkeep/platform';
import type { Clock } from './clock.js';
import { journalLacksRoom } from './events.js';
import type { JournalOptions } from './journal-options.js';

/** Files that nothing fills before they are taken apart: openings, facts, and the first minutes of the next calls. */
const atLeastBytes = 16 * 2 ** 20;
/** Five minutes of G.711 in sealed frames: twice as long as the journal of a vault that works keeps anything. */
const channelBytes = 2.5 * 2 ** 20;

/** How often a file is tried while nothing is written, so that it is known within five seconds, looks included; one that takes none, at every look. */
const tryEveryMs = 3000;

/** Which disks are looked at. */
export interface JournalRoomTerms extends Pick<JournalOptions, 'open' | 'freeBytesOf'> {
  /** The first one, and the second one if there is one. */
  readonly folders: readonly string[];
  /** More is never asked for. */
  readonly mostBytes: number;
}

/** Whether the disks of the journal have room for what is live, which of them lacks how much, and whether one of them takes files. */
export class JournalRoom {
  #lacks: readonly number[] = [];
  /** Of each folder. */
  #troubles: readonly (string | undefined)[] = [];
  #tryAt = 0;

  constructor(
    private readonly terms: JournalRoomTerms,
    private readonly clock: Pick<Clock, 'now'>,
  ) {}

  /** Bytes that each folder lacked when it was looked at last; 0 of one that has room. */
  get lacks(): readonly number[] {
    return this.#lacks;
  }

  /** Operating system code of why no folder took a file when that was tried last; `undefined` when one did. */
  get trouble(): string | undefined {
    const { length } = this.#troubles;
    return length > 0 && this.#troubles.every((each) => each !== undefined) ? this.#troubles[length - 1] : undefined;
  }

  /**
   * Whether one of the folders has room for so many live channels, and takes files; one that cannot be asked has none. A lack is told when it begins.
   * `isIdle`: nothing is written that would show whether it can be, so a file is tried.
   */
  async hasFor(channels: number, isIdle: boolean): Promise<boolean> {
    const { folders, mostBytes, freeBytesOf: freeOf = freeBytesOf } = this.terms;
    const neededBytes = Math.min(mostBytes, atLeastBytes + channels * channelBytes);
    const free = await Promise.all(folders.map((folder) => freeOf(folder).catch(() => 0)));
    const before = this.#lacks;
    this.#lacks = free.map((each) => Math.max(0, neededBytes - each));
    for (const [at, lacks] of this.#lacks.entries()) {
      const folder = at + 1;
      if (lacks > 0 && !before[at]) diagnostics.record(journalLacksRoom, { folder, lacks, needed: neededBytes });
    }
    if (isIdle) await this.#try();
    else this.#troubles = [];
    return this.#lacks.some((lacks, at) => lacks === 0 && this.#troubles[at] === undefined);
  }

  async #try(): Promise<void> {
    const now = this.clock.now();
    if (this.#troubles.every((each) => each === undefined) && now < this.#tryAt) return;
    this.#tryAt = now + tryEveryMs;
    const { folders, open } = this.terms;
    this.#troubles = await Promise.all(folders.map((folder) => tryFolder(folder, open).then(() => undefined, systemCode)));
  }
}
