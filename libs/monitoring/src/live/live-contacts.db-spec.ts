import { randomUUID } from 'node:crypto';
import { domainEvent, type AudioChannel, type DomainEvent, type RecordingAlarm } from '@voxkeep/contracts';
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

  it.each([
    ['paused', 'hold'],
    ['stopped-by-user', 'pause'],
    ['stopped', 'consent-withdrawn'],
  ] as const)(
    'have a recording that is %s when it rests by reason of %s, and that goes on when it is resumed',
    async (state, reason) => {
      const [contactId, recordingId] = [newTimeOrderedId(), randomUUID()];
      await tell(opened(contactId, null), recording(contactId));
      await tell(domainEvent('recording.paused.v1', { contactId, recordingId, at, reason }));
      expect(await shown(contactId)).toMatchObject({ recordingState: state });
      await tell(domainEvent('recording.resumed.v1', { contactId, recordingId, at }));
      expect(await shown(contactId)).toMatchObject({ recordingState: 'recording' });
    },
  );

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

  describe('whose calls are over and whose recording waits to be put away', () => {
    const wrong = (contactId: string, alarm: 'silent-party' | 'vault-failing') =>
      domainEvent('recording.alarm.v1', { contactId, at, alarm, channel: null, state: 'raised' });

    it('go on no more, count no more, and have nothing wrong any more but what keeps it waiting', async () => {
      const [contactId, queueId, partyId] = [newTimeOrderedId(), randomUUID(), randomUUID()];
      await tell(opened(contactId, queueId), joined(contactId, partyId, null), recording(contactId));
      await tell(wrong(contactId, 'silent-party'), wrong(contactId, 'vault-failing'));
      await tell(domainEvent('recording.waiting.v1', { contactId, at }));
      await tell(domainEvent('contact.party-left.v1', { contactId, at, partyId }));
      expect(await shown(contactId)).toMatchObject({ state: 'ended' });
      expect(await queue(queueId)).toEqual({ queueId, live: 0, waiting: 0, recorded: 0 });
      expect(await live.alarmsOf([contactId])).toMatchObject([{ alarm: 'vault-failing' }]);
      await tell(closed(contactId));
      expect(await shown(contactId)).toBeUndefined();
    });

    it('go on again with a further agent', async () => {
      const contactId = newTimeOrderedId();
      await tell(opened(contactId, null), domainEvent('recording.waiting.v1', { contactId, at }));
      await tell(joined(contactId, randomUUID(), null));
      expect(await shown(contactId)).toMatchObject({ state: 'connected' });
    });

    it.each<[string, (contactId: string, queueId: string) => DomainEvent]>([
      ['a contact opened', (contactId, queueId) => opened(contactId, queueId)],
      [
        'a customer who joined',
        (contactId) =>
          domainEvent('contact.party-joined.v1', { contactId, at, partyId: randomUUID(), role: 'customer', userId: null }),
      ],
      ['a question asked', (contactId) => domainEvent('consent.asked.v1', { contactId, at })],
      ['a recording begun', (contactId) => recording(contactId)],
      ['a recording resumed', (contactId) => domainEvent('recording.resumed.v1', { contactId, recordingId: randomUUID(), at })],
    ])('go on again, without the agent who is gone, by %s of a further call', async (_, sign) => {
      const [contactId, queueId] = [newTimeOrderedId(), randomUUID()];
      await tell(opened(contactId, queueId), joined(contactId, randomUUID(), randomUUID()));
      await tell(domainEvent('recording.waiting.v1', { contactId, at }));
      await tell(sign(contactId, queueId));
      expect(await shown(contactId)).toMatchObject({ state: 'waiting', agentUserId: null });
      expect(await queue(queueId)).toMatchObject({ live: 1, waiting: 1 });
    });
  });

  describe('with something wrong in their recording', () => {
    const alarm = (contactId: string, state: 'raised' | 'cleared', more: { at?: string; channel?: 'customer' | null } = {}) =>
      domainEvent('recording.alarm.v1', { contactId, at, alarm: 'silent-party', channel: 'customer', state, ...more });
    const [later, latest] = ['2026-11-22T10:00:05.000Z', '2026-11-22T10:00:09.000Z'];
    const rows = (contactId: string) =>
      monitoring.database.rows('select * from recording_assurance where contact_id = $1 order by channel', [contactId]);
    const running = async () => {
      const contactId = newTimeOrderedId();
      await tell(opened(contactId, null));
      return contactId;
    };

    it('say so until it is over, for each channel by itself', async () => {
      const contactId = await running();
      await tell(alarm(contactId, 'raised'), alarm(contactId, 'raised', { channel: null, at: later }));
      expect(await live.alarmsOf([contactId])).toEqual([
        { contactId, alarm: 'silent-party', channel: 'customer', raisedAt: new Date(at) },
        { contactId, alarm: 'silent-party', channel: null, raisedAt: new Date(later) },
      ]);
      await tell(alarm(contactId, 'cleared', { at: later }));
      expect((await live.snapshot(all)).alarms.filter((one) => one.contactId === contactId)).toMatchObject([{ channel: null }]);
    });

    it('keep the time of an alarm that is said again, and raise anew one that was over', async () => {
      const contactId = await running();
      await tell(alarm(contactId, 'raised'), alarm(contactId, 'raised', { at: later }));
      expect(await live.alarmsOf([contactId])).toMatchObject([{ raisedAt: new Date(at) }]);
      const again = [
        alarm(contactId, 'raised'),
        alarm(contactId, 'cleared', { at: later }),
        alarm(contactId, 'raised', { at: latest }),
      ];
      await tell(...again);
      const before = await rows(contactId);
      expect(before).toMatchObject([{ raised_at: new Date(latest), cleared_at: null }]);
      await tell(...again);
      expect(await rows(contactId)).toEqual(before);
    });

    it('have nothing wrong any more once they have ended, and a late alarm changes nothing', async () => {
      const contactId = await running();
      await tell(alarm(contactId, 'raised'), closed(contactId), alarm(contactId, 'raised', { at: later, channel: null }));
      expect(await live.alarmsOf([contactId])).toEqual([]);
      expect(await rows(contactId)).toMatchObject([{ channel: 'customer', cleared_at: new Date(at) }]);
    });

    const counted = async (contactId: string, queueId: string) => {
      const [{ recorded, live: goOn } = { recorded: undefined, live: undefined }, contact] = [
        await queue(queueId),
        await shown(contactId),
      ];
      expect({ goOn, isRecorded: contact?.isRecorded }).toEqual({ goOn: 1, isRecorded: recorded === 1 });
      return recorded;
    };
    const wrongWith = async (...wrong: readonly (readonly [RecordingAlarm, AudioChannel | null])[]) => {
      const [contactId, queueId] = [newTimeOrderedId(), randomUUID()];
      await tell(opened(contactId, queueId), joined(contactId, randomUUID(), null), recording(contactId));
      const of = (state: 'raised' | 'cleared') =>
        wrong.map(([kind, channel]) => domainEvent('recording.alarm.v1', { contactId, at: later, alarm: kind, channel, state }));
      await tell(...of('raised'));
      const meanwhile = await counted(contactId, queueId);
      await tell(...of('cleared'));
      return [meanwhile, await counted(contactId, queueId)];
    };

    it.each<readonly (readonly [RecordingAlarm, AudioChannel | null])[]>([
      [['nothing-came', 'customer']],
      [['journal-failing', null]],
      [['stopped-coming', 'mixed']],
      [['silent-party', null]],
      [
        ['stopped-coming', 'customer'],
        ['silent-party', 'agent'],
      ],
    ])('do not count as being recorded while nothing is written, and count again when it is over (%j, %j)', async (...wrong) => {
      expect(await wrongWith(...wrong)).toEqual([0, 1]);
    });

    it.each<readonly (readonly [RecordingAlarm, AudioChannel | null])[]>([
      [['silent-party', 'customer']],
      [
        ['stopped-coming', 'agent'],
        ['silent-party', 'agent'],
      ],
      [
        ['foreign-packets', 'customer'],
        ['other-codec', 'agent'],
        ['vault-failing', null],
      ],
    ])('count as being recorded while something of them is written (%j, %j, %j)', async (...wrong) => {
      expect(await wrongWith(...wrong)).toEqual([1, 1]);
    });

    it('take their alarms along when they are cleared or erased', async () => {
      const [old, gone] = [await running(), await running()];
      await tell(alarm(old, 'raised'), alarm(gone, 'raised'));
      await tell(domainEvent('contact.erased.v1', { contactId: gone, at, caseId: randomUUID() }));
      expect(await rows(gone)).toEqual([]);
      await live.clearStale({ closedBefore: new Date(later), openedBefore: new Date(later) });
      expect(await rows(old)).toEqual([]);
    });

    it('wake those who watch when an alarm is raised and when it is over', async () => {
      const contactId = await running();
      for (const state of ['raised', 'cleared'] as const) {
        let wake: () => void = () => undefined;
        const woken = new Promise<void>((resolve) => {
          wake = resolve;
        });
        const stop = await live.onChange(() => {
          wake();
        });
        await tell(alarm(contactId, state));
        await woken;
        await stop();
      }
    });
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
    expect(monitoringEntities).toHaveLength(7);
    expect(compareSchema(catalogue(), 'monitoring', await liveColumns(monitoring.database))).toEqual([]);
    expect(catalogue().entity(Contact).table).toBe('contact');
    expect(buildReportPlan(catalogue()).stores).toContain('monitoring');
  });
});
