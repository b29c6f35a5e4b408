import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { jobQueue, jobWorker, settings, type JobHandlers, type JobQueue, type JobWorker } from '@voxkeep/platform';
import { RecordingAssurance } from './recording-assurance.js';
import { UntoldContacts } from './untold-contacts.js';

const second = 1000;
const everyMs = { 'assure-outcomes': 15 * second, 'end-untold-contacts': 30 * second } as const;

/** Work that somebody waits for, on a queue of its own: nothing that takes long stands before it. */
@Injectable()
export class UrgentSchedule implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private queue: JobQueue | undefined;
  private worker: JobWorker | undefined;

  constructor(
    @Inject(RecordingAssurance) private readonly assurance: RecordingAssurance,
    @Inject(UntoldContacts) private readonly untold: UntoldContacts,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    this.queue = jobQueue('urgent');
    this.worker = jobWorker('urgent', this.handlers(), { concurrency: 1 });
    for (const [name, every] of Object.entries(everyMs)) await this.queue.repeat(name, { everyMs: every });
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.worker?.close();
    await this.queue?.close();
  }

  private handlers(): JobHandlers & Record<keyof typeof everyMs, unknown> {
    return {
      'assure-outcomes': async () => {
        await this.assurance.assure(new Date());
      },
      'end-untold-contacts': async () => {
        await this.untold.end(new Date(), settings().contact);
      },
    };
  }
}
