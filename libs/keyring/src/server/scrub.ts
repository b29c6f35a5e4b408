import { diagnostics, type Database } from '@voxkeep/platform';
import { keyringScrubbed, keyringScrubFailed } from './events.js';

const mayNot = '42501';

/**
 * Rewrites the table of keys some time after keys were destroyed, and has the log of changes end what it still holds of them (its
 * settings recycle no segment). A vacuum frees the place of a deleted row but leaves its bytes in
 * the page until something else needs them; the rewritten file has never held them. One rewrite serves every destruction until then.
 */
export class Scrub {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly database: Database,
    private readonly afterMs: number,
  ) {}

  /** Has the table rewritten after the set time, unless that is planned already. */
  plan(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.running = this.now();
    }, this.afterMs).unref();
  }

  /** Rewrites the table; nobody mints or opens for so long, about two seconds for a million keys. */
  async now(): Promise<void> {
    const since = performance.now();
    try {
      await this.database.rows('vacuum (full) subject_key');
      const logEnded = await this.endLog();
      diagnostics.record(keyringScrubbed, { logEnded, afterMs: performance.now() - since });
    } catch (error) {
      diagnostics.record(keyringScrubFailed, { error });
    }
  }

  /** False where this account may not: then the log's own checkpoints do it, later. */
  private async endLog(): Promise<boolean> {
    try {
      await this.database.rows('select pg_switch_wal()');
      await this.database.rows('checkpoint');
      return true;
    } catch (error) {
      if ((error as { code?: unknown }).code === mayNot) return false;
      throw error;
    }
  }

  /** Does at once what was planned: after a stop there is nobody to do it. */
  async stop(): Promise<void> {
    if (this.timer) {
      clearTimeout(this.timer);
      this.timer = undefined;
      this.running = this.now();
    }
    await this.running;
  }
}
