import { randomUUID } from 'node:crypto';

/**
 * Tells waiting clients that keys were destroyed or restricted, so that they drop what they have cached. It names no owner: a
 * client drops everything. A cursor of an earlier run of this process counts as out of date.
 */
export class DestructionFeed {
  private readonly run = randomUUID();
  private readonly waiting = new Set<() => void>();
  private count = 0;

  get cursor(): string {
    return `${this.run}.${this.count}`;
  }

  /** Resolves with the newest cursor at once when `after` is older, otherwise at the next destruction or after `withinMs`. */
  async next(after: string, withinMs: number): Promise<string> {
    if (after !== this.cursor) return this.cursor;
    await new Promise<void>((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        this.waiting.delete(done);
        resolve();
      };
      const timer = setTimeout(done, withinMs);
      this.waiting.add(done);
    });
    return this.cursor;
  }

  /** Announces a destruction to everyone who waits. */
  announce(): void {
    this.count += 1;
    this.release();
  }

  /** Lets everyone who waits go, without announcing anything; used when the process stops. */
  release(): void {
    for (const done of [...this.waiting]) done();
  }
}
