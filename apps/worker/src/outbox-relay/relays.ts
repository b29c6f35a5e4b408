import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { TelephonyViews } from '@voxkeep/configuration';
import { readEvent } from '@voxkeep/contracts';
import { applyRecorderStandings, applyTrunkNotices, applyTrunkRefusals, LiveContacts } from '@voxkeep/monitoring';
import { diagnostics, OutboxRelay, readOutbox, type Database, type OutboxEvent } from '@voxkeep/platform';
import { ContactFacts } from '@voxkeep/reporting';
import { Databases } from '../databases.js';
import { recordingAlarmed } from '../events.js';
import { Attribution } from './attribution.js';

/** Carries what happens in the operative database into monitoring, reporting and the directory, in order, once in effect (ADR 0009). */
@Injectable()
export class Relays implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly running: OutboxRelay[] = [];

  constructor(
    @Inject(Databases) private readonly databases: Databases,
    @Inject(LiveContacts) private readonly live: LiveContacts,
    @Inject(ContactFacts) private readonly facts: ContactFacts,
    @Inject(Attribution) private readonly attribution: Attribution,
    @Inject(TelephonyViews) private readonly telephony: TelephonyViews,
  ) {}

  onApplicationBootstrap(): void {
    for (const [consumer, step] of Object.entries(this.steps()))
      this.running.push(new OutboxRelay({ source: this.databases.of('operative'), consumer, channel: 'outbox', step }));
    for (const relay of this.running) relay.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.running.map((relay) => relay.stop()));
  }

  /** One batch of each consumer; answers how many events it moved. */
  steps(): Readonly<Record<'monitoring' | 'reporting' | 'attribution', () => Promise<number>>> {
    const operative = this.databases.of('operative');
    return {
      monitoring: () => this.monitor(operative),
      reporting: () =>
        readOutbox(operative, this.databases.of('reporting'), 'reporting', async (events, t) =>
          this.facts.apply(events, t, (await this.telephony.collecting()).offFor('reporting-data')),
        ),
      attribution: () => this.attribute(),
    };
  }

  /** What was carried is on the pages; alarms go to the log besides, once they are committed. */
  private async monitor(operative: Database): Promise<number> {
    const carried: OutboxEvent[] = [];
    const moved = await readOutbox(operative, this.databases.of('monitoring'), 'monitoring', async (events, t) => {
      await this.live.apply(events, t);
      await applyTrunkRefusals(events, t);
      await applyTrunkNotices(events, t);
      await applyRecorderStandings(events, t);
      carried.push(...events);
    });
    for (const event of carried) recordAlarm(event);
    return moved;
  }

  /**
   * The work is done before the cursor's transaction opens, because a long transaction anywhere holds every reader back; inside
   * it is asked once more, so that the cursor never passes a contact that still waits.
   */
  private async attribute(): Promise<number> {
    await this.attribution.attributePending();
    return readOutbox(this.databases.of('operative'), this.databases.of('directory'), 'attribution', async (events) => {
      if (events.some(({ type }) => type === 'contact.opened.v1')) await this.attribution.attributePending();
      for (const contactId of events.flatMap((event) => joinedByCustomer(event) ?? [])) await this.attribution.joined(contactId);
    });
  }
}

function recordAlarm({ type, payload }: OutboxEvent): void {
  const event = readEvent(type, payload);
  if (event?.type !== 'recording.alarm.v1' || event.payload.state !== 'raised') return;
  const { contactId: contact, alarm, channel, at } = event.payload;
  diagnostics.record(recordingAlarmed, { contact, alarm, channel: channel ?? 'all', afterMs: Date.now() - Date.parse(at) });
}

/** The contact that an event put a customer on; undefined for every other event. */
function joinedByCustomer({ type, payload }: OutboxEvent): string | undefined {
  const event = readEvent(type, payload);
  return event?.type === 'contact.party-joined.v1' && event.payload.role === 'customer' ? event.payload.contactId : undefined;
}
