import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { z } from 'zod';

const shape = z.object({ failed: z.int().min(0), at: z.number() });
type Tries = z.infer<typeof shape>;

const longestWaitMs = 15 * 60_000;

/**
 * Counts tries of a secret in a file, so that a restart does not begin at nought. After n that failed the next waits 2^(n-1) seconds,
 * at most 15 minutes. A try is counted before it is made: whoever kills the process meanwhile gains none.
 */
export class UnlockTries {
  constructor(
    private readonly path: string,
    private readonly nowMs: () => number = Date.now,
  ) {}

  /** Tries that failed since one succeeded, and how long the next has to wait, in milliseconds. */
  state(): { readonly failed: number; readonly waitMs: number } {
    const { failed, at } = this.read();
    if (failed === 0) return { failed, waitMs: 0 };
    const pause = Math.min(1000 * 2 ** (failed - 1), longestWaitMs);
    // A clock that was set back must not keep the keyring sealed for longer than the longest pause.
    return { failed, waitMs: Math.min(Math.max(0, at + pause - this.nowMs()), pause) };
  }

  /** Counts a try that is about to be made. */
  begin(): void {
    this.write({ failed: this.read().failed + 1, at: this.nowMs() });
  }

  /** The secret was wrong. The pause begins now: making the try may have taken as long as the pause. */
  refused(): void {
    this.write({ failed: this.read().failed, at: this.nowMs() });
  }

  /** Takes back a try that was refused before the secret was looked at. */
  untried(): void {
    const { failed, at } = this.read();
    this.write({ failed: Math.max(0, failed - 1), at });
  }

  succeeded(): void {
    rmSync(this.path, { force: true });
  }

  /** A damaged note counts as one failed try: it must neither open a door nor bar it for good. */
  private read(): Tries {
    try {
      return shape.parse(JSON.parse(readFileSync(this.path, 'utf8')));
    } catch (error) {
      return { failed: (error as NodeJS.ErrnoException).code === 'ENOENT' ? 0 : 1, at: 0 };
    }
  }

  private write(tries: Tries): void {
    writeFileSync(`${this.path}.new`, JSON.stringify(tries), { mode: 0o600, flush: true });
    renameSync(`${this.path}.new`, this.path);
  }
}
