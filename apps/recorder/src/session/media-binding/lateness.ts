/** Later than this behind its place a packet may have been held up, or its sender may be slow; less is the jitter of networks. */
const lateMs = 20;
/** So long the packets of a stream are looked at before they are compared with those before: 100 ms. */
const windowMs = 100;
/** Packets that come so much less late than those before show that these were held up. */
const heldUpMs = 5;

/** Whether a packet that came at `cameAt` came behind its place by more than networks do. */
export const isLate = (cameAt: number, dueAt: number): boolean => cameAt - dueAt > lateMs;

/**
 * How far behind its place a stream lies for good. What was held up on its way comes faster than it is said, so it comes less and less
 * late; a sender that lost time is late by the same all the time. Only what follows tells: what is late by the least of all, in a time of
 * which the next one falls no lower, is so for good. It does not count for how long a packet waited for this process: what is read after a
 * halt comes in one turn, and the last of it has waited least. All moments in milliseconds.
 */
export class Lateness {
  #windowAt: number | undefined;
  #leastInWindowMs = Infinity;
  #leastMs = Infinity;
  #madeUpMs = 0;
  #isSettled = false;

  /** Whether it is known. */
  get isSettled(): boolean {
    return this.#isSettled;
  }

  /** What of the lateness is no hold-up; none of it until that is known. */
  get lastingMs(): number {
    return this.#isSettled ? Math.max(0, this.#leastMs) : 0;
  }

  /** By how much the axis was moved on meanwhile. */
  get madeUpMs(): number {
    return this.#madeUpMs;
  }

  /** A packet was read that was due at `dueAt`. */
  note(receivedAt: number, dueAt: number): void {
    this.#windowAt ??= receivedAt;
    if (receivedAt - this.#windowAt >= windowMs) this.#closeWindow(receivedAt);
    this.#leastInWindowMs = Math.min(this.#leastInWindowMs, receivedAt - dueAt + this.#madeUpMs);
  }

  /** The axis was moved on by so much, since the stream had been behind for long: what comes from here on is no less late for that. */
  madeUp(ms: number): void {
    this.#madeUpMs += ms;
  }

  #closeWindow(now: number): void {
    this.#isSettled ||= this.#leastMs - this.#leastInWindowMs < heldUpMs;
    this.#leastMs = Math.min(this.#leastMs, this.#leastInWindowMs);
    this.#leastInWindowMs = Infinity;
    this.#windowAt = now;
  }
}
