import { UnrecoverableError, withBackend, type Job } from 'bullmq';
import { diagnostics } from '../diagnostics/diagnostics.js';
import { jobFailed, queueFailed } from '../diagnostics/platform-events.js';
import { settings } from '../settings/settings.js';
import { jobBackend } from './job-backend.js';
import type { JobIds } from './job-queue.js';

/** A job in hand. It may come twice: the handler's effect must be the same. */
export interface JobInHand {
  readonly id: string;
  readonly ids: JobIds;
  /** 1 at first. */
  readonly attempt: number;
}

export type JobHandlers = Readonly<Record<string, (job: JobInHand) => Promise<void>>>;

export interface JobWorkerOptions {
  readonly url?: string;
  readonly concurrency?: number;
}

export interface JobWorker {
  /** Resolves when the worker is connected and takes jobs. */
  ready(): Promise<void>;
  /** Finishes the jobs in hand and ends. */
  close(): Promise<void>;
}

/**
 * Works on a queue. A handler that throws is tried again later (five times, longer apart each time); a job nobody knows the name
 * of fails at once. What a handler threw is recorded without its text.
 */
export function jobWorker(name: string, handlers: JobHandlers, options: JobWorkerOptions = {}): JobWorker {
  const { factory, connection } = jobBackend(options.url ?? settings().jobs.url);
  const { Worker } = withBackend(factory);
  const worker = new Worker(name, (job: Job) => work(handlers, job), { connection, concurrency: options.concurrency ?? 4 });
  worker.on('failed', (job, error) => {
    diagnostics.record(jobFailed, {
      queue: name,
      job: job?.name ?? 'unknown',
      attempt: job?.attemptsMade ?? 0,
      error: error.cause ?? error,
    });
  });
  worker.on('error', (error) => {
    diagnostics.record(queueFailed, { queue: name, error });
  });
  return { ready: () => worker.waitUntilReady().then(() => undefined), close: () => worker.close() };
}

async function work(handlers: JobHandlers, job: Job): Promise<void> {
  const handler = Object.hasOwn(handlers, job.name) ? handlers[job.name] : undefined;
  if (!handler) throw new UnrecoverableError('unknown job');
  try {
    await handler({ id: job.id ?? '', ids: job.data as JobIds, attempt: job.attemptsMade + 1 });
  } catch (cause) {
    // The queue stores message and stack of what it is given, so it gets none of the handler's own words.
    throw Object.assign(new Error('failed', { cause }), { stack: '' });
  }
}
