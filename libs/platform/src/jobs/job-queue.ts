import type { BackendClasses, ConnectionOptions, IQueueBackend } from 'bullmq';
import { VoxkeepError } from '@voxkeep/contracts';
import { diagnostics } from '../diagnostics/diagnostics.js';
import { queueFailed } from '../diagnostics/platform-events.js';

/** What a job carries: ids, codes and numbers. Whoever works on it reads the rows again and checks their authority. */
export type JobIds = Readonly<Record<string, string | number | boolean>>;

export interface NewJob {
  readonly name: string;
  readonly ids: JobIds;
  /** The same id is one job, however often it is added: `outbox-417`. Never only digits, no colon. */
  readonly jobId?: string;
  /** Not before so many milliseconds from now. */
  readonly delayMs?: number;
}

export interface JobCounts {
  readonly waiting: number;
  readonly active: number;
  readonly delayed: number;
  readonly failed: number;
}

/** A queue of unordered work. Losing all of it loses nothing: every job can be made again from the databases. */
export interface JobQueue {
  /** Adds a job; refuses with `job.payload` what does not look like an id, a code or a number. */
  add(name: string, ids: JobIds, options?: { readonly jobId?: string; readonly delayMs?: number }): Promise<void>;
  /** Adds many at once; 500 a call are about ten times as fast as one by one. */
  addMany(jobs: readonly NewJob[]): Promise<void>;
  /** Makes a job again and again: every so many milliseconds, or by a cron pattern. Calling again changes the schedule. */
  repeat(
    name: string,
    schedule: { readonly everyMs: number } | { readonly cron: string; readonly timeZone: string },
    ids?: JobIds,
  ): Promise<void>;
  counts(): Promise<JobCounts>;
  close(): Promise<void>;
}

const day = 86_400;

/** Attempts and what is kept: ids only, so failed jobs may stay two weeks for the operator to see. */
export const jobDefaults = {
  attempts: 5,
  backoff: { type: 'exponential', delay: 1000 },
  removeOnComplete: { age: day, count: 1000 },
  removeOnFail: { age: 14 * day },
} as const;

/** A BullMQ queue on any store. */
export type AnyQueue = InstanceType<BackendClasses<IQueueBackend, ConnectionOptions>['Queue']>;

/** The port on BullMQ, whichever store is behind it. */
export class BullJobQueue implements JobQueue {
  constructor(private readonly queue: AnyQueue) {
    // Without a listener BullMQ prints the whole error, connection parameters included.
    queue.on('error', (error) => {
      diagnostics.record(queueFailed, { queue: queue.name, error });
    });
  }

  async add(name: string, ids: JobIds, options: { readonly jobId?: string; readonly delayMs?: number } = {}): Promise<void> {
    await this.addMany([{ name, ids, ...options }]);
  }

  async addMany(jobs: readonly NewJob[]): Promise<void> {
    await this.queue.addBulk(
      jobs.map(({ name, ids, jobId, delayMs }) => ({
        name,
        data: idsOnly(name, ids),
        opts: { ...jobDefaults, ...(jobId !== undefined && { jobId }), ...(delayMs !== undefined && { delay: delayMs }) },
      })),
    );
  }

  async repeat(
    name: string,
    schedule: { readonly everyMs: number } | { readonly cron: string; readonly timeZone: string },
    ids: JobIds = {},
  ): Promise<void> {
    const when = 'everyMs' in schedule ? { every: schedule.everyMs } : { pattern: schedule.cron, tz: schedule.timeZone };
    await this.queue.upsertJobScheduler(name, when, { name, data: idsOnly(name, ids), opts: jobDefaults });
  }

  async counts(): Promise<JobCounts> {
    const counts = await this.queue.getJobCounts('waiting', 'active', 'delayed', 'failed');
    return {
      waiting: counts['waiting'] ?? 0,
      active: counts['active'] ?? 0,
      delayed: counts['delayed'] ?? 0,
      failed: counts['failed'] ?? 0,
    };
  }

  async close(): Promise<void> {
    await this.queue.close();
  }
}

/** The queue's tables are outside the catalogue of personal data, so nothing that could be a name or a number gets in. */
function idsOnly(name: string, ids: JobIds): JobIds {
  for (const [field, value] of Object.entries(ids)) {
    const fits = typeof value !== 'string' || (/^[A-Za-z0-9][A-Za-z0-9._:-]{0,79}$/.test(value) && !/^\d{5,}$/.test(value));
    if (!fits) throw new VoxkeepError('job.payload', { job: name, field });
  }
  return ids;
}
