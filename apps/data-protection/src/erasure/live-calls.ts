import { Inject, Injectable } from '@nestjs/common';
import { VoxkeepError } from '@voxkeep/contracts';
import { ErasedContacts, RecorderCommands } from '@voxkeep/operative';
import { SevenDatabases } from '../seven-databases.js';
import { noteMarks, countBehind } from './outbox-marks.js';
import { Pace } from './pace.js';

/** Brings what is still moving to rest before anything is erased: consumers of events, live recordings, numbers not looked up yet. */
@Injectable()
export class LiveCalls {
  constructor(
    @Inject(ErasedContacts) private readonly erased: ErasedContacts,
    @Inject(RecorderCommands) private readonly recorders: RecorderCommands,
    @Inject(SevenDatabases) private readonly databases: SevenDatabases,
    @Inject(Pace) private readonly pace: Pace,
  ) {}

  /** Marks contacts as erased, so that a late event changes nothing any more. Answers how many are new. */
  mark(contactIds: readonly string[], caseId: string, by: string): Promise<number> {
    return this.erased.record(contactIds, caseId, by);
  }

  /** Ends recordings that are going on. Throws `erasure.recorder-silent` when a recorder does not answer. */
  async end(contactIds: readonly string[], by: string): Promise<number> {
    for (const contactId of contactIds) {
      const answer = await this.recorders.askAndWait({ contactId, kind: 'end' }, by, this.pace.recorderMs);
      // `refused` and `no-live-recording`: the recorder that holds the call is not recording it.
      if (answer === 'unknown') throw new VoxkeepError('erasure.recorder-silent');
    }
    return contactIds.length;
  }

  /** Waits until every consumer has passed what stood in the outboxes at this moment. */
  async settleConsumers(): Promise<number> {
    const marks = await noteMarks(this.databases);
    await this.pace.untilNone('erasure.consumers-behind', () => countBehind(this.databases, marks));
    return marks.length;
  }

  /** Waits until the number of every contact that had begun by now was looked up: one of them may be the person's. */
  async settleAttribution(now: Date = new Date()): Promise<void> {
    const pending = `select count(*)::int as n from contact where attribution = 'pending' and opened_at <= $1`;
    await this.pace.untilNone('erasure.attribution-pending', async () => {
      const [row] = await this.databases.of('operative').rows<{ n: number }>(pending, [now]);
      return row?.n ?? 0;
    });
  }
}
