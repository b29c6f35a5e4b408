/** Waiting times between restarts: doubled from 200 ms to 10 s, and from the start again after a minute of health. */
export class BackOff {
  private waitMs = firstWaitMs;

  /** The wait before the next start, given how long the last run lasted. */
  next(ranMs: number): number {
    if (ranMs >= healthyMs) this.waitMs = firstWaitMs;
    const wait = this.waitMs;
    this.waitMs = Math.min(this.waitMs * 2, longestWaitMs);
    return wait;
  }
}

const firstWaitMs = 200;
const longestWaitMs = 10_000;
const healthyMs = 60_000;
