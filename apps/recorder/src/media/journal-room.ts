import { diagnostics, freeBytesOf } from '@voxkeep/platform';
import { journalLacksRoom } from './events.js';

/** Files that nothing fills before they are taken apart: openings, facts, and the first minutes of the next calls. */
const atLeastBytes = 16 * 2 ** 20;
/** Five minutes of G.711 in sealed frames: twice as long as the journal of a vault that works keeps anything. */
const channelBytes = 2.5 * 2 ** 20;

/** Whether the disks of the journal have room for what is live, and which of them lacks how much. */
export class JournalRoom {
  #lacks: readonly number[] = [];

  /** `folders`: the first one, and the second one if there is one. `mostBytes`: more is never asked for. */
  constructor(
    private readonly folders: readonly string[],
    private readonly mostBytes: number,
    private readonly freeOf: typeof freeBytesOf = freeBytesOf,
  ) {}

  /** Bytes that each folder lacked when it was looked at last; 0 of one that has room. */
  get lacks(): readonly number[] {
    return this.#lacks;
  }

  /** Whether one of the folders has room for so many live channels; one that cannot be asked has none. A lack is told when it begins. */
  async hasFor(channels: number): Promise<boolean> {
    const neededBytes = Math.min(this.mostBytes, atLeastBytes + channels * channelBytes);
    const free = await Promise.all(this.folders.map((folder) => this.freeOf(folder).catch(() => 0)));
    const before = this.#lacks;
    this.#lacks = free.map((each) => Math.max(0, neededBytes - each));
    for (const [at, lacks] of this.#lacks.entries()) {
      const folder = at + 1;
      if (lacks > 0 && !before[at]) diagnostics.record(journalLacksRoom, { folder, lacks, needed: neededBytes });
    }
    return this.#lacks.some((lacks) => lacks === 0);
  }
}
