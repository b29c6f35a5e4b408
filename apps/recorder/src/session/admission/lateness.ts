/** How much of a lateness is still there a beat after it: half of it is forgotten after seven beats. */
const stillThere = 0.9;

/**
 * How late the event loop is at the moment of asking. A beat that comes late tells how long the last round took, and so how long what is
 * read now has waited; a beat that is due and has not come tells how long this round takes already. Milliseconds throughout.
 */
export class Lateness {
  #due: number;
  #late = 0;

  constructor(
    private readonly everyMs: number,
    now: number,
  ) {
    this.#due = now + everyMs;
  }

  /** To be called `everyMs` after the last time, by a timer of the loop in question. */
  beat(now: number): void {
    this.#late = Math.max(now - this.#due, stillThere * this.#late);
    this.#due = now + this.everyMs;
  }

  /** What is asked now is answered so much later than it would be by an idle loop. */
  at(now: number): number {
    return Math.max(0, now - this.#due, this.#late);
  }
}
