import type { Database } from '../database/database.js';
import { diagnostics } from '../diagnostics/diagnostics.js';
import { relayFailed } from '../diagnostics/platform-events.js';

/** What a relay carries: `step` moves one batch and answers how many rows it moved (`readOutbox`, `readAuditOutbox`). */
export interface RelayTask {
  readonly source: Database;
  readonly consumer: string;
  /** Channel of the source that tells of new rows. */
  readonly channel: 'outbox' | 'audit_outbox';
  readonly step: () => Promise<number>;
  /** Looks again after this long even when nobody woke it; 1 s unless told. */
  readonly pollMs?: number;
}

/**
 * Carries an outbox for as long as the process lives: woken by NOTIFY, by a poll as back-up, and again at once while batches are
 * full. A failure is recorded and tried again; order forbids to skip the event that fails.
 */
export class OutboxRelay {
  private stopped = false;
  private woken = false;
  private wakeUp: () => void = () => undefined;
  private stopListening: (() => Promise<void>) | undefined;
  private running: Promise<void> = Promise.resolve();

  constructor(private readonly task: RelayTask) {}

  /** Begins; a source that cannot be reached now is tried again. */
  start(): void {
    this.running = this.run();
  }

  /** Ends after the batch in hand. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.wake();
    await this.running;
    await this.stopListening?.();
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      await this.drain();
      await this.pause();
    }
  }

  private async drain(): Promise<void> {
    try {
      this.stopListening ??= await this.task.source.listen(
        this.task.channel,
        () => {
          this.wake();
        },
        () => {
          this.wake();
        },
      );
      this.woken = false;
      while (!this.stopped && (await this.task.step()) > 0);
    } catch (error) {
      diagnostics.record(relayFailed, { source: this.task.source.name, consumer: this.task.consumer, error });
      this.woken = false;
    }
  }

  private wake(): void {
    this.woken = true;
    this.wakeUp();
  }

  private async pause(): Promise<void> {
    if (this.woken || this.stopped) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, this.task.pollMs ?? 1000);
      this.wakeUp = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
