import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { KEYRING, type KeyringClient } from '@voxkeep/keyring';
import { diagnostics, jobQueue, jobWorker, type JobQueue, type JobWorker } from '@voxkeep/platform';
import { EpochRetirement } from './epoch-retirement.js';
import { keysRetired } from './events.js';
import { OwnerReseal } from './owner-reseal.js';
import { PointReindex } from './point-reindex.js';

const everyMs = { 'replace-keys': 60_000, 'retire-keys': 6 * 3_600_000 } as const;

/** Carries through the databases what the keyring has been told to replace: keys of owners, index keys (04 b). */
@Injectable()
export class KeyRotation implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private queue: JobQueue | undefined;
  private worker: JobWorker | undefined;

  constructor(
    @Inject(KEYRING) private readonly keyring: KeyringClient,
    @Inject(OwnerReseal) private readonly reseal: OwnerReseal,
    @Inject(EpochRetirement) private readonly retirement: EpochRetirement,
    @Inject(PointReindex) private readonly reindex: PointReindex,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    this.queue = jobQueue('keys');
    const handlers = { 'replace-keys': () => this.replace(), 'retire-keys': () => this.retire() };
    this.worker = jobWorker('keys', handlers, { concurrency: 1 });
    for (const [name, every] of Object.entries(everyMs)) await this.queue.repeat(name, { everyMs: every });
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.worker?.close();
    await this.queue?.close();
  }

  /** Does one step of whatever is ordered; nothing while the keyring is sealed or away. */
  async replace(): Promise<void> {
    if ((await this.keyring.health()) !== 'ready') return;
    const work = await this.keyring.work();
    for (const order of work.ownerRotations) if (order.resealedAt === null) await this.reseal.pass(order);
    await this.reindex.step(work, Date.now());
  }

  private async retire(): Promise<void> {
    if ((await this.keyring.health()) !== 'ready') return;
    const keys = await this.retirement.retire();
    if (keys > 0) diagnostics.record(keysRetired, { keys });
  }
}
