import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Database, databaseToken, diagnostics, jobQueue, jobWorker, type JobQueue, type JobWorker } from '@voxkeep/platform';
import { rehearsalFailed } from './events.js';
import { OrphanSweep } from './orphan-sweep.js';
import { Rehearsing } from './rehearsing.js';
import { Retention } from './retention.js';

const hourMs = 3_600_000;

/** Rehearsals as soon as they are asked for, a pass every hour, a sweep for orphans every day. Losing the queue loses nothing. */
@Injectable()
export class RetentionSchedule implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private queue: JobQueue | undefined;
  private worker: JobWorker | undefined;
  /** What was asked for, one after the other. */
  private inHand: Promise<void> = Promise.resolve();
  private stopListening: (() => Promise<void>) | undefined;

  constructor(
    @Inject(databaseToken('configuration')) private readonly configuration: Database,
    @Inject(Rehearsing) private readonly rehearsing: Rehearsing,
    @Inject(Retention) private readonly retention: Retention,
    @Inject(OrphanSweep) private readonly orphans: OrphanSweep,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const queue = jobQueue('retention');
    this.queue = queue;
    this.worker = jobWorker(
      'retention',
      {
        pass: () => this.passAndRehearse(),
        orphans: () => done(this.orphans.sweep(new Date())),
      },
      { concurrency: 1 },
    );
    await queue.repeat('pass', { everyMs: hourMs });
    await queue.repeat('orphans', { everyMs: 24 * hourMs });
    // Whoever runs retention from the command line says `run`; everything else is a rehearsal that waits.
    const wake = (payload = '') => {
      this.inHand = this.inHand.then(() => this.wakened(payload));
    };
    this.stopListening = await this.configuration.listen('retention', wake, wake);
    wake();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.stopListening?.();
    await this.inHand;
    await this.worker?.close();
    await this.queue?.close();
  }

  /** Never throws: what fails here is asked for again, and is told. */
  private async wakened(payload: string): Promise<void> {
    try {
      await (payload === 'run' ? this.passAndRehearse() : this.rehearsing.carryOut(new Date()));
    } catch (error) {
      diagnostics.record(rehearsalFailed, { error });
    }
  }

  /** A pass that stops asks for a rehearsal, which is carried out at once. */
  private async passAndRehearse(): Promise<void> {
    await this.retention.pass(new Date());
    await this.rehearsing.carryOut(new Date());
  }
}

async function done(work: Promise<unknown>): Promise<void> {
  await work;
}
