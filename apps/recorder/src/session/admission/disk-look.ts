/**
 * How many looks may wait for one answer: a disk of another machine that is away never gives it. They are counted, not timed, as an event
 * loop that stood still has not read the answer that is there.
 */
const mostWaiting = 3;

/**
 * Whether a disk has room, by its last answer. It is asked once at a time: a question that hangs holds a thread that all disks share, so
 * another one would only take the next thread.
 */
export class DiskLook {
  #had = false;
  #waiting = 0;

  constructor(private readonly ask: () => Promise<boolean>) {}

  /** `false` also while it cannot be asked, or has owed an answer for too many looks. */
  get hasRoom(): boolean {
    return this.#had && this.#waiting <= mostWaiting;
  }

  /** Whether an answer is due. */
  get isAsked(): boolean {
    return this.#waiting > 0;
  }

  /** Asks, unless an answer is due still. Never throws. */
  async look(): Promise<void> {
    this.#waiting += 1;
    if (this.#waiting > 1) return;
    this.#had = await this.ask().catch(() => false);
    this.#waiting = 0;
  }
}
