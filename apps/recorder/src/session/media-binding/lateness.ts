/** So long the packets of a stream are looked at until it is known for how much of their lateness they were held up: 100 ms. */
const looksForMs = 100;
/** A packet that is so much less late than all before it shows that these were held up. */
const heldUpMs = 5;

/**
 * How far behind its place a stream is for good. What was held up on its way comes faster than it is said, so each of its packets is less late
 * than the one before; a sender that lost time is late by the same with each. Only the next packets tell. All moments in milliseconds.
 */
export class Lateness {
  #isOpen = false;
  #firstAt: number | undefined;
  #leastMs = Infinity;
  #lastingMs = 0;
  #isSettled = false;

  /** Whether packets are looked at. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  get isSettled(): boolean {
    return this.#isSettled;
  }

  /** What of the lateness is no hold-up; none of it until that is known. */
  get lastingMs(): number {
    return this.#isSettled ? this.#lastingMs : 0;
  }

  open(): void {
    this.#isOpen = true;
  }

  close(): void {
    this.#isOpen = this.#isSettled = false;
    this.#firstAt = undefined;
    this.#leastMs = Infinity;
  }

  /** A packet that was due at `dueAt` was read at `receivedAt`; for so long as it may have waited for that, it is not its stream that is late. */
  note(receivedAt: number, waitedMs: number, dueAt: number): void {
    this.#firstAt ??= receivedAt;
    const late = receivedAt - dueAt;
    const isLess = late < this.#leastMs - heldUpMs;
    if (late < this.#leastMs) {
      this.#leastMs = late;
      this.#lastingMs = Math.max(0, late - waitedMs);
    }
    this.#isSettled = receivedAt - this.#firstAt >= looksForMs && !isLess;
  }
}
