import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { diagnostics, jobQueue, jobWorker, settings, type JobHandlers, type JobQueue, type JobWorker } from '@voxkeep/platform';
import { SelfVerification } from '../audit-verify/self-verification.js';
import { assuranceFailed, contactsArchived } from '../events.js';
import { archivedBefore } from '../history-archive/archived-before.js';
import { HistoryArchive } from '../history-archive/history-archive.js';
import { EndedPresences } from './ended-presences.js';
import { Housekeeping } from './housekeeping.js';
import { RecordingAssurance } from './recording-assurance.js';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

/** How often each work is done. Losing the queue loses nothing: the next start schedules all of it again. */
const everyMs = {
  'archive-contacts': 30 * second,
  'clear-live': 10 * minute,
  'end-presences': hour,
  'expire-consents': minute,
  'make-partitions': 6 * hour,
  'trim-outboxes': 6 * hour,
  'turn-analytics-references': 6 * hour,
  'verify-audit': hour,
} as const;

/** Work that is done again and again, as jobs that carry nothing. */
@Injectable()
export class Schedule implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private queue: JobQueue | undefined;
  private worker: JobWorker | undefined;

  constructor(
    @Inject(HistoryArchive) private readonly archive: HistoryArchive,
    @Inject(RecordingAssurance) private readonly assurance: RecordingAssurance,
    @Inject(Housekeeping) private readonly housekeeping: Housekeeping,
    @Inject(EndedPresences) private readonly presences: EndedPresences,
    @Inject(SelfVerification) private readonly verification: SelfVerification,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.housekeeping.makePartitions(new Date());
    this.queue = jobQueue('upkeep');
    this.worker = jobWorker('upkeep', this.handlers(), { concurrency: 1 });
    for (const [name, every] of Object.entries(everyMs)) await this.queue.repeat(name, { everyMs: every });
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.worker?.close();
    await this.queue?.close();
  }

  /** What goes to history has its outcome: after days off, that is seen to first. What has one goes, whether or not the rest was seen to. */
  async archiveContacts(): Promise<void> {
    await this.assurance.assure(new Date()).catch((error: unknown) => {
      diagnostics.record(assuranceFailed, { error });
    });
    const since = performance.now();
    const moved = await this.archive.move(archivedBefore(new Date(), settings().history.afterHours));
    if (moved > 0) diagnostics.record(contactsArchived, { contacts: moved, afterMs: performance.now() - since });
  }

  private handlers(): JobHandlers & Record<keyof typeof everyMs, unknown> {
    return {
      // Scheduled here by programs from before, on every site that they ran on; it has a queue of its own (UrgentSchedule).
      'assure-recordings': () => Promise.resolve(),
      'archive-contacts': () => this.archiveContacts(),
      'clear-live': () => done(this.housekeeping.clearLive(new Date())),
      'end-presences': () => done(this.presences.end(new Date())),
      'expire-consents': () => done(this.housekeeping.expireConsents(new Date())),
      'make-partitions': () => done(this.housekeeping.makePartitions(new Date())),
      'turn-analytics-references': () => done(this.housekeeping.turnReferences(new Date())),
      'trim-outboxes': () => done(this.housekeeping.trimOutboxes(new Date())),
      'verify-audit': () => this.verification.verify(),
    };
  }
}

async function done(work: Promise<unknown>): Promise<void> {
  await work;
}
