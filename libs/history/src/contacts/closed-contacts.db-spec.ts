import { randomUUID } from 'node:crypto';
import { buildReportPlan, catalogue, compareSchema, sealedColumns } from '@voxkeep/personal-data';
import { liveColumns, newTimeOrderedId } from '@voxkeep/platform';
import { freshDatabase, type FreshDatabase } from '../../../../test/support/database.js';
import { historySealed } from '../entities/history-entities.js';
import type { ArchivedContact } from './archived-contact.js';
import { ClosedContacts } from './closed-contacts.js';

const by = 'system:worker';
const all = { queueIds: 'all', ownUserId: null } as const;
const hex = (mark: string, bytes: number) => `\\x${mark.repeat(bytes)}`;

describe('closed contacts', () => {
  let history: FreshDatabase;
  let closed: ClosedContacts;
  beforeAll(async () => {
    history = await freshDatabase('history');
    closed = new ClosedContacts(history.database);
  });
  afterAll(() => history.drop());

  /** As the operative database hands it over: `to_jsonb` of its rows. */
  const archived = (
    openedAt: Date,
    more: { agent?: string; point?: string; queue?: string } = {},
  ): ArchivedContact & { id: string; recordingId: string } => {
    const [id, recordingId, owner] = [newTimeOrderedId(openedAt), randomUUID(), randomUUID()];
    const at = openedAt.toISOString();
    return {
      id,
      recordingId,
      contact: {
        ...{
          id,
          channel: 'voice',
          direction: 'inbound',
          trunk_id: null,
          queue_id: more.queue ?? null,
          recorder_id: 'recorder-1',
        },
        ...{
          customer_point_id: more.point ?? null,
          own_number: null,
          opened_at: at,
          connected_at: at,
          closed_at: at,
          end_reason: 'bye',
        },
        ...{
          customer_owner: owner,
          agent_owner: randomUUID(),
          customer_number: hex('ab', 60),
          customer_name: null,
          attributes: null,
        },
        attribution: 'attributed',
      },
      parties: [
        {
          contact_id: id,
          id: randomUUID(),
          role: 'agent',
          user_id: more.agent ?? null,
          customer_owner: owner,
          aor: null,
          label: '2',
          from_at: at,
          to_at: at,
        },
      ],
      events: [{ contact_id: id, id: randomUUID(), kind: 'hold', at, subject_id: null, channel: 'agent' }],
      recordings: [
        {
          ...{
            contact_id: id,
            id: recordingId,
            part: 'agent',
            state: 'finished',
            codec: 'pcma',
            inseparable: false,
            consent_id: null,
          },
          ...{ evidence_kind: 'digit', started_at: at, ended_at: at },
        },
      ],
      segments: [
        {
          ...{
            contact_id: id,
            id: randomUUID(),
            recording_id: recordingId,
            channel: 'customer',
            number: 1,
            file_id: randomUUID(),
            codec: 'pcma',
          },
          ...{ start_ms: 5, octets: 8000, sha512: hex('cd', 64), state: 'closed', owner },
        },
      ],
      gaps: [
        { contact_id: id, id: randomUUID(), recording_id: recordingId, channel: null, from_ms: 1, to_ms: 9, reason: 'pause' },
      ],
      outcomes: [{ contact_id: id, part: 'agent', outcome: 'kept', cause: null, sip_status: null, at, sessions: [] }],
      measures: [
        {
          ...{ contact_id: id, part: 'agent', channel: 'customer', expected_ms: 20_000, kept_ms: 8000 },
          ...{ missing_ours_ms: 12_000, missing_theirs_ms: 0, main_cause: 'journal' },
        },
      ],
    };
  };
  const rowsOf = async () =>
    history.database.rows(
      'select (select count(*)::int from closed_contact) as contacts, (select count(*)::int from closed_recording_segment) as segments',
    );

  it('are received once, however often the batch comes', async () => {
    const batch = [archived(new Date('2026-03-05T10:00:00Z')), archived(new Date('2026-04-05T10:00:00Z'))];
    expect(await closed.receive(batch, by)).toBe(2);
    const before = await rowsOf();
    expect(await closed.receive(batch, by)).toBe(0);
    expect(await rowsOf()).toEqual(before);
  });

  it('come whole, with ciphertext as it was', async () => {
    const contact = archived(new Date('2025-12-31T23:59:59Z'));
    await closed.receive([contact], by);
    const found = await closed.get(contact.id);
    expect(found?.customerNumber?.envelope).toEqual(Buffer.alloc(60, 0xab));
    expect(found).toMatchObject({
      openedAt: new Date('2025-12-31T23:59:59Z'),
      parties: [{ role: 'agent' }],
      events: [{ kind: 'hold', channel: 'agent' }],
      outcomes: [{ outcome: 'kept' }],
      measures: [{ channel: 'customer', keptMs: 8000, missingOursMs: 12_000, mainCause: 'journal' }],
      recordings: [{ part: 'agent', segments: [{ octets: 8000, sha512: 'cd'.repeat(64) }], gaps: [{ reason: 'pause' }] }],
    });
    expect(await closed.forPlayback(contact.recordingId)).toMatchObject({
      contactId: contact.id,
      segments: [{ channel: 'customer' }],
    });
  });

  it('are all or none of a batch', async () => {
    const good = archived(new Date('2026-05-05T10:00:00Z'));
    const bad = archived(new Date('2026-05-05T10:00:01Z'));
    const broken = { ...bad, outcomes: [{ contact_id: bad.id, part: 'nobody', outcome: 'kept', at: '2026-05-05T10:00:00Z' }] };
    await expect(closed.receive([good, broken], by)).rejects.toThrow();
    expect(await closed.get(good.id)).toBeUndefined();
  });

  it('are searched like live ones: filters, scope and pages', async () => {
    const [agent, point, queue] = [randomUUID(), randomUUID(), randomUUID()];
    const day = (n: number) => new Date(Date.UTC(2024, 1, n));
    const batch = [archived(day(1), { agent }), archived(day(2), { point }), archived(day(3), { queue })];
    await closed.receive(batch, by);
    const within = { from: day(1), to: day(9), limit: 10 };
    const search = async (query: Partial<Parameters<ClosedContacts['search']>[0]>) =>
      (await closed.search({ scope: all, ...within, ...query })).items.map(
        ({ id }) => batch.findIndex((one) => one.id === id) + 1,
      );
    expect(await search({})).toEqual([3, 2, 1]);
    expect(await search({ customerPointIds: [point] })).toEqual([2]);
    expect(await search({ agentUserId: agent })).toEqual([1]);
    expect(await search({ scope: { queueIds: [queue], ownUserId: null } })).toEqual([3]);
    expect(await search({ scope: { queueIds: [], ownUserId: agent } })).toEqual([1]);
    const first = await closed.search({ scope: all, ...within, limit: 2 });
    expect((await closed.search({ scope: all, ...within, cursor: first.next! })).items.map(({ id }) => id)).toEqual([
      batch[0]!.id,
    ]);
  });

  it.each([
    ['a file of their recording stands', 'select $1::uuid', true],
    ['its term has taken it', `update closed_recording_segment set state = 'removed' where contact_id = $1`, false],
    ['an erasure has taken its row', 'delete from closed_recording_segment where contact_id = $1', false],
  ])('say in a list whether audio is there: %s', async (_, happening, hasAudio) => {
    const contact = archived(new Date(Date.UTC(2025, 1, 3)));
    await closed.receive([contact], by);
    await history.database.rows(happening, [contact.id]);
    const { items } = await closed.search({
      scope: all,
      from: new Date(Date.UTC(2025, 1, 3)),
      to: new Date(Date.UTC(2025, 1, 4)),
      limit: 9,
    });
    expect(items.find(({ id }) => id === contact.id)?.recordings).toMatchObject([{ state: 'finished', hasAudio }]);
  });

  it('name nobody any more once they are detached', async () => {
    const contact = archived(new Date('2026-06-05T10:00:00Z'), { point: randomUUID() });
    await closed.receive([contact], by);
    await closed.detach([contact.id], by);
    expect(await closed.get(contact.id)).toMatchObject({
      customerPointId: null,
      customerNumber: null,
      parties: [],
      outcomes: [{ outcome: 'kept' }],
    });
  });

  it('open with the context in which the operative database sealed them', () => {
    expect(new Set(sealedColumns(historySealed.contact).map(({ entity }) => entity))).toEqual(new Set(['operative.contact']));
    expect(new Set(sealedColumns(historySealed.contactParty).map(({ entity }) => entity))).toEqual(
      new Set(['operative.contact_party']),
    );
  });

  it('stand in a database of which every column is classified and every person reached', async () => {
    expect(compareSchema(catalogue(), 'history', await liveColumns(history.database))).toEqual([]);
    expect(buildReportPlan(catalogue()).stores).toEqual(['history']);
  });
});
