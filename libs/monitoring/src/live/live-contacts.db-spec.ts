import { randomUUID } from 'node:crypto';
import { domainEvent, type DomainEvent } from '@voxkeep/contracts';
import { buildReportPlan, catalogue, compareSchema, DataSubjectEntity, NotPersonal } from '@voxkeep/personal-data';
import { liveColumns, newTimeOrderedId, type OutboxEvent } from '@voxkeep/platform';
import { freshDatabase, type FreshDatabase } from '../../../../test/support/database.js';
import { monitoringEntities } from '../entities/monitoring-entities.js';
import { LiveContacts } from './live-contacts.js';

/** Stands for the contacts of operative, which lead from a contact point to a contact. */
@DataSubjectEntity({
  store: 'operative',
  table: 'contact',
  kind: 'event',
  provides: { column: 'id', key: 'contact' },
  reachedBy: [{ column: 'customer_point_id', key: 'contact-point' }],
})
class Contact {
  @NotPersonal('random id')
  id!: string;
  @NotPersonal('random id')
  customerPointId!: string;
}

const at = '2026-11-22T10:00:00.000Z';
const all = { queueIds: 'all', ownUserId: null } as const;

describe('live contacts', () => {
  let monitoring: FreshDatabase;
  let live: LiveContacts;
  beforeAll(async () => {
    monitoring = await freshDatabase('monitoring');
    live = new LiveContacts(monitoring.database);
  });
  afterAll(() => monitoring.drop());

  let position = 0;
  const asRead = (event: DomainEvent): OutboxEvent => {
    position += 1;
    return { ...event, payload: event.payload, id: String(position), txid: '1', at: new Date(at) };
  };
  const tell = (...events: DomainEvent[]) => monitoring.database.transaction((t) => live.apply(events.map(asRead), t));
  const opened = (contactId: string, queueId: string | null, trunkId: string | null = null) =>
    domainEvent('contact.opened.v1', { contactId, at, direction: 'inbound', trunkId, queueId });
  const joined = (contactId: string, partyId: string, userId: string | null) =>
    domainEvent('contact.party-joined.v1', { contactId, at, partyId, role: 'agent', userId });
  const closed = (contactId: string) => domainEvent('contact.closed.v1', { contactId, at, openedAt: at });
  const recording = (contactId: string) =>
    domainEvent('recording.started.v1', { contactId, recordingId: randomUUID(), at, part: 'agent' });
  const shown = async (contactId: string) =>
    (await live.snapshot(all)).contacts.find((contact) => contact.contactId === contactId);
  const queue = async (queueId: string) => (await live.snapshot(all)).queues.find((state) => state.queueId === queueId);

  it('go from waiting to connected to gone, and the queue counts along', async () => {
    const [contactId, queueId, userId, partyId] = [newTimeOrderedId(), randomUUID(), randomUUID(), randomUUID()];
    await tell(opened(contactId, queueId));
    expect(await shown(contactId)).toMatchObject({ state: 'waiting', recordingState: 'none', consentState: 'none' });
    expect(await queue(queueId)).toEqual({ queueId, live: 1, waiting: 1, recorded: 0 });
    await tell(
      joined(contactId, partyId, userId),
      domainEvent('consent.given.v1', { contactId, consentId: randomUUID(), at }),
      recording(contactId),
    );
    expect(await shown(contactId)).toMatchObject({
      state: 'connected',
      recordingState: 'recording',
      consentState: 'given',
      agentUserId: userId,
    });
    expect(await queue(queueId)).toEqual({ queueId, live: 1, waiting: 0, recorded: 1 });
    await tell(domainEvent('contact.party-left.v1', { contactId, at, partyId }));
    expect(await shown(contactId)).toMatchObject({ state: 'waiting', agentUserId: null });
    await tell(closed(contactId));
    expect(await shown(contactId)).toBeUndefined();
    expect(await queue(queueId)).toEqual({ queueId, live: 0, waiting: 0, recorded: 0 });
  });

  it('are not changed by events that come a second time', async () => {
    const [contactId, queueId] = [newTimeOrderedId(), randomUUID()];
    const events = [opened(contactId, queueId), joined(contactId, randomUUID(), null), recording(contactId), closed(contactId)];
    await tell(...events);
    const state = () =>
      monitoring.database.rows('select * from live_contact, queue_state where contact_id = $1 and queue_state.queue_id = $2', [
        contactId,
        queueId,
      ]);
    const before = await state();
    await tell(...events);
    expect(await state()).toEqual(before);
  });

  it('take the queue that is known later', async () => {
    const [contactId, queueId, trunkId] = [newTimeOrderedId(), randomUUID(), randomUUID()];
    await tell(opened(contactId, null, trunkId));
    await tell(opened(contactId, queueId, trunkId));
    expect((await shown(contactId))?.queueId).toBe(queueId);
    expect((await live.snapshot(all)).trunks.find((trunk) => trunk.trunkId === trunkId)).toMatchObject({ live: 1 });
  });

  it('show the asker their queues and their own contacts only', async () => {
    const [mine, other, userId, queueId] = [newTimeOrderedId(), newTimeOrderedId(), randomUUID(), randomUUID()];
    await tell(opened(mine, null), joined(mine, randomUUID(), userId), opened(other, queueId));
    const seen = async (queueIds: string[], ownUserId: string | null) =>
      (await live.snapshot({ queueIds, ownUserId })).contacts.map(({ contactId }) => contactId);
    expect(await seen([], userId)).toEqual([mine]);
    expect(await seen([queueId], null)).toEqual([other]);
    expect(await seen([], null)).toEqual([]);
  });

  it('vanish with an erasure', async () => {
    const contactId = newTimeOrderedId();
    await tell(opened(contactId, null), domainEvent('contact.erased.v1', { contactId, at, caseId: randomUUID() }));
    expect(await monitoring.database.rows('select from live_contact where contact_id = $1', [contactId])).toEqual([]);
  });

  it('are cleared when they ended long ago or their end was never heard of', async () => {
    const [ended, lost, queueId] = [newTimeOrderedId(), newTimeOrderedId(), randomUUID()];
    await tell(opened(ended, queueId), closed(ended), opened(lost, queueId));
    const later = new Date('2026-11-22T10:00:01Z');
    expect(await live.clearStale({ closedBefore: later, openedBefore: later })).toBeGreaterThanOrEqual(2);
    expect(await queue(queueId)).toMatchObject({ live: 0 });
  });

  it('wake those who watch', async () => {
    let wake: () => void = () => undefined;
    const woken = new Promise<void>((resolve) => {
      wake = resolve;
    });
    const stop = await live.onChange(() => {
      wake();
    });
    await tell(opened(newTimeOrderedId(), null));
    await woken;
    await stop();
  });

  it('skip events that this program does not know', async () => {
    const unknown: OutboxEvent = { type: 'contact.teleported.v9', payload: {}, id: '1', txid: '1', at: new Date() };
    await monitoring.database.transaction((t) => live.apply([unknown], t));
  });

  it('stand in a database of which every column is classified and every person reached', async () => {
    expect(monitoringEntities).toHaveLength(4);
    expect(compareSchema(catalogue(), 'monitoring', await liveColumns(monitoring.database))).toEqual([]);
    expect(catalogue().entity(Contact).table).toBe('contact');
    expect(buildReportPlan(catalogue()).stores).toContain('monitoring');
  });
});
