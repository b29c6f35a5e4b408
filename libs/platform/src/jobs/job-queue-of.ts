import { withBackend } from 'bullmq';
import { settings } from '../settings/settings.js';
import { jobBackend } from './job-backend.js';
import { BullJobQueue, type JobQueue } from './job-queue.js';

/** Opens the queue of this name in the store of the settings (or at `url`). The caller closes it. */
export function jobQueue(name: string, url: string = settings().jobs.url): JobQueue {
  const { factory, connection } = jobBackend(url);
  const { Queue } = withBackend(factory);
  return new BullJobQueue(new Queue(name, { connection }));
}
