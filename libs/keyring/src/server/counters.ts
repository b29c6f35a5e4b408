/** Counts of one client since start, by what happened (`open.requests`, `open.keys`, `refused` …). Numbers only. */
export class Counters {
  private readonly counts = new Map<string, number>();

  add(what: string, by = 1): void {
    this.counts.set(what, (this.counts.get(what) ?? 0) + by);
  }

  /** All counts so far, in the order in which they first happened. */
  all(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.counts);
  }
}
