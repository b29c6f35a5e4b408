import { randomUUID } from 'node:crypto';
import { idRange, newTimeOrderedId } from '@voxkeep/platform';
import { freshDatabase, type FreshDatabase } from '../../../../test/support/database.js';
import { ErasedContacts } from '../erasure/erased-contacts.js';
import { ContactPartitions } from '../partitions/contact-partitions.js';
import { Recordings } from '../recordings/recordings.js';
import { aContact, someSealed } from './contact.fixture.js';
import { Contacts } from './contacts.js';
import type { ContactQuery } from './search-contacts.js';

const by = 'system:recorder';

describe('contacts', () => {
  let operative: FreshDatabase;
  let contacts: Contacts;
  beforeAll(async () => {
    operative = await freshDatabase('operative');
    contacts = new Contacts(operative.database);
  });
  afterAll(() => operative.drop());

  const count = async (sql: string, params: readonly unknown[] = []) =>
    (await operative.database.rows<{ n: number }>(`select count(*)::int as n from ${sql}`, params))[0]?.n;
  const open = async (more: Parameters<typeof aContact>[0] = {}) => {
    const contact = aContact(more);
    await contacts.open(contact, by);
    return contact;
  };

  describe('being opened', () => {
    it('are one contact when two sides come with the same key at once', async () => {
      const key = { system: 'cti', value: 'one-call' };
      const opened = await Promise.all([1, 2, 3, 4].map(() => contacts.open(aContact({ key }), by)));
      expect(new Set(opened.map(({ contactId }) => contactId)).size).toBe(1);
      expect(opened.filter(({ created }) => created)).toHaveLength(1);
      expect(await contacts.findByKey(key)).toBe(opened[0]?.contactId);
    });

    it('give the second side the owners of the first, and take the queue that the first did not know', async () => {
      const first = await open();
      const second = aContact({ key: first.key, queueId: randomUUID() });
      expect(await contacts.open(second, by)).toEqual({
        contactId: first.id,
        created: false,
        customerOwner: first.customerOwner,
        agentOwner: first.agentOwner,
      });
      expect((await contacts.get(first.id))?.queueId).toBe(second.queueId);
      expect(await count(`outbox where type = 'contact.opened.v1' and payload ->> 'contactId' = $1`, [first.id])).toBe(2);
    });

    it('leave one event and one audit entry', async () => {
      const { id } = await open();
      expect(await count(`outbox where payload ->> 'contactId' = $1`, [id])).toBe(1);
      expect(await count(`audit_outbox where object_id = $1 and action = 'contact.open'`, [id])).toBe(1);
    });

    it('do not keep the other system’s key in clear', async () => {
      const { id } = await open({ key: { system: 'siprec', value: 'call-id@sbc.example' } });
      const [key] = await operative.database.rows<{ row: string }>(
        'select k::text as row from contact_key k where contact_id = $1',
        [id],
      );
      expect(key?.row).not.toContain('sbc.example');
    });

    it('get partitions for a month that has none', async () => {
      const { id } = await open({ openedAt: new Date('2031-05-17T08:00:00Z') });
      expect((await contacts.get(id))?.id).toBe(id);
    });

    it('keep sealed values as they came', async () => {
      const { id } = await open({ customerNumber: someSealed(7) });
      expect((await contacts.get(id))?.customerNumber?.envelope).toEqual(Buffer.alloc(60, 7));
    });
  });

  describe('going on', () => {
    it('close once, and with them the parties still there', async () => {
      const { id } = await open();
      await contacts.addParty(
        id,
        { id: randomUUID(), role: 'agent', userId: randomUUID(), aor: null, label: '2', at: new Date() },
        by,
      );
      expect(await contacts.close(id, new Date(), 'bye', by)).toBe('closed');
      expect(await contacts.close(id, new Date(), 'interrupted', by)).toBe('already-closed');
      const closed = await contacts.get(id);
      expect(closed).toMatchObject({ endReason: 'bye', parties: [{ role: 'agent', label: '2', toAt: closed?.closedAt }] });
    });

    it('have a party once, however often it is told', async () => {
      const { id } = await open();
      const party = { id: randomUUID(), role: 'customer', userId: null, aor: someSealed(), label: '1', at: new Date() } as const;
      await contacts.addParty(id, party, by);
      await contacts.addParty(id, party, by);
      await contacts.leaveParty(id, party.id, new Date(), by);
      expect((await contacts.get(id))?.parties).toHaveLength(1);
      expect(await count(`outbox where type like 'contact.party%' and payload ->> 'contactId' = $1`, [id])).toBe(2);
    });

    it('are found by the recorder that left them open', async () => {
      const { id } = await open({ recorderId: 'recorder-killed' });
      const done = await open({ recorderId: 'recorder-killed' });
      await contacts.close(done.id, new Date(), 'bye', by);
      expect((await contacts.openOf('recorder-killed')).map((contact) => contact.id)).toEqual([id]);
    });

    it('take a value that was missing and keep one that was there', async () => {
      const { id } = await open({ customerNumber: someSealed(1) });
      await contacts.supplement(id, { customerNumber: someSealed(2), customerName: someSealed(3) }, 'pending', by);
      const { customerNumber, customerName } = (await contacts.get(id)) ?? {};
      expect([customerNumber?.envelope[0], customerName?.envelope[0]]).toEqual([1, 3]);
    });
  });

  describe('being attributed', () => {
    it('leave the list of those still to look up', async () => {
      const { id } = await open();
      const contactPointId = randomUUID();
      const waits = async () => (await contacts.pendingAttribution(1000)).some((contact) => contact.id === id);
      expect(await waits()).toBe(true);
      await contacts.attachCustomerPoint(id, { attribution: 'attributed', contactPointId }, by);
      expect(await waits()).toBe(false);
      expect((await contacts.get(id))?.customerPointId).toBe(contactPointId);
    });

    it('are refused after an erasure', async () => {
      const { id } = await open();
      const erased = new ErasedContacts(operative.database);
      expect([await erased.record([id], randomUUID(), by), await erased.record([id], randomUUID(), by)]).toEqual([1, 0]);
      expect(await contacts.attachCustomerPoint(id, { attribution: 'attributed', contactPointId: randomUUID() }, by)).toBe(
        'erased',
      );
      expect((await contacts.get(id))?.customerPointId).toBeNull();
    });
  });

  describe('being searched', () => {
    const queueId = randomUUID();
    const otherQueue = randomUUID();
    const agent = randomUUID();
    const point = randomUUID();
    const day = (n: number) => new Date(Date.UTC(2030, 2, n, 12));
    const all = { queueIds: 'all', ownUserId: null } as const;
    let ids: string[];
    beforeAll(async () => {
      ids = [];
      for (let n = 1; n <= 7; n += 1) ids.push((await open({ openedAt: day(n), queueId: n === 7 ? otherQueue : queueId })).id);
      await contacts.attachCustomerPoint(ids[1]!, { attribution: 'attributed', contactPointId: point }, by);
      await contacts.addParty(
        ids[6]!,
        { id: randomUUID(), role: 'agent', userId: agent, aor: null, label: null, at: day(7) },
        by,
      );
      await new Recordings(operative.database).recordOutcome(ids[3]!, { part: 'agent', outcome: 'refused', at: day(4) }, by);
    });
    const search = async (more: Partial<ContactQuery>) =>
      (await contacts.search({ scope: all, from: day(1), to: day(30), limit: 50, ...more })).items.map(
        ({ id }) => ids.indexOf(id) + 1,
      );

    it('come newest first, page after page, each once', async () => {
      const seen: number[] = [];
      let cursor: string | undefined;
      do {
        const page = await contacts.search({ scope: all, from: day(1), to: day(30), limit: 3, ...(cursor && { cursor }) });
        seen.push(...page.items.map(({ id }) => ids.indexOf(id) + 1));
        cursor = page.next;
      } while (cursor);
      expect(seen).toEqual([7, 6, 5, 4, 3, 2, 1]);
    });

    it('are filtered by time, end excluded', async () => {
      expect(await search({ from: day(2), to: day(4) })).toEqual([3, 2]);
    });

    it('are filtered by contact point, queue, outcome and agent', async () => {
      expect(await search({ customerPointIds: [point] })).toEqual([2]);
      expect(await search({ queueId: otherQueue })).toEqual([7]);
      expect(await search({ outcome: 'refused' })).toEqual([4]);
      expect(await search({ agentUserId: agent })).toEqual([7]);
    });

    it('show only what the asker may see: their queues, and contacts they were on', async () => {
      expect(await search({ scope: { queueIds: [], ownUserId: null } })).toEqual([]);
      expect(await search({ scope: { queueIds: [otherQueue], ownUserId: null } })).toEqual([7]);
      expect(await search({ scope: { queueIds: [], ownUserId: agent } })).toEqual([7]);
      expect(await search({ scope: { queueIds: [queueId], ownUserId: agent } })).toEqual([7, 6, 5, 4, 3, 2, 1]);
    });

    it('carry outcomes and agents with them', async () => {
      const { items } = await contacts.search({ scope: all, from: day(4), to: day(30), limit: 10 });
      expect(items.at(-1)).toMatchObject({ outcomes: [{ part: 'agent', outcome: 'refused', cause: null }], agentUserIds: [] });
      expect(items[0]?.agentUserIds).toEqual([agent]);
    });

    it.each([
      ['a file of their recording stands', 'select $1::uuid', true],
      ['it was taken back', `update recording_segment set state = 'removed' where contact_id = $1`, false],
      ['an erasure has taken its row', 'delete from recording_segment where contact_id = $1', false],
    ])('say whether audio is there: %s', async (_, happening, hasAudio) => {
      const [openedAt, recordingId] = [new Date('2032-04-03T10:00:00Z'), randomUUID()];
      const { id, customerOwner } = await open({ openedAt });
      await operative.database.rows(
        `insert into recording (contact_id, id, part, state, codec, inseparable, evidence_kind, started_at)
         values ($1, $2, 'agent', 'finished', 'pcma', false, 'digit', $3)`,
        [id, recordingId, openedAt],
      );
      await operative.database.rows(
        `insert into recording_segment (contact_id, id, recording_id, channel, number, file_id, codec, start_ms, octets, state, owner, sha512)
         values ($1, $2, $3, 'customer', 1, $2, 'pcma', 0, 8000, 'closed', $4, decode(repeat('cd', 64), 'hex'))`,
        [id, randomUUID(), recordingId, customerOwner],
      );
      await operative.database.rows(happening, [id]);
      const { items } = await contacts.search({ scope: all, from: openedAt, to: new Date('2032-04-04T10:00:00Z'), limit: 9 });
      expect(items.find((one) => one.id === id)?.recordings).toMatchObject([{ id: recordingId, state: 'finished', hasAudio }]);
    });
  });

  describe('in their monthly partitions', () => {
    const plan = async (sql: string) => {
      const lines = await operative.database.rows<{ 'QUERY PLAN': string }>(`explain ${sql}`);
      return new Set(lines.flatMap((line) => line['QUERY PLAN'].match(/\bcontact_\d{4}_\d{2}\b/g) ?? []));
    };
    const thisMonth = `contact_${new Date().toISOString().slice(0, 7).replace('-', '_')}`;

    it('are looked up by id in one month only', async () => {
      expect(await plan(`select id from contact where id = '${newTimeOrderedId()}'`)).toEqual(new Set([thisMonth]));
      expect((await plan('select id from contact')).size).toBeGreaterThan(3);
    });

    it('are looked up by time in the months of that time only', async () => {
      const { from } = idRange(new Date(Date.now() - 60_000), new Date());
      const { to } = idRange(new Date(), new Date(Date.now() + 60_000));
      const touched = await plan(`select id from contact where id >= '${from}' and id < '${to}' order by id desc limit 5`);
      expect([...touched]).toContain(thisMonth);
      expect(touched.size).toBeLessThanOrEqual(2);
    });

    it('are made ahead, once', async () => {
      const partitions = new ContactPartitions(operative.database);
      expect(await partitions.ensure(new Date('2029-11-15T00:00:00Z'), 2)).toBe(16);
      expect(await partitions.ensure(new Date('2029-11-15T00:00:00Z'), 2)).toBe(0);
    });
  });
});
