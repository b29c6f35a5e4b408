import { randomUUID } from 'node:crypto';
import type { ConsentGrant } from '@voxkeep/consent';
import { newId, newTimeOrderedId } from '@voxkeep/platform';
import fc from 'fast-check';
import { freshDatabase, type FreshDatabase } from '../../../../test/support/database.js';
import { someSealed } from '../contacts/contact.fixture.js';
import { Contacts } from '../contacts/contacts.js';
import { waitsSince } from '../contacts/waits-for-vault.js';
import { UntoldEndings } from '../endings/untold-endings.js';
import { ErasedContacts } from '../erasure/erased-contacts.js';
import type { BookEntry } from './book-entry.js';
import { aBookedContact, anOrdinaryCall, aScript, aSegment, begunUnder, booksOf, failedOutcome } from './call-books.fixture.js';
import type { MayJoin } from './book-entry.js';
import { CallBooks } from './call-books.js';

const by = 'system:recorder';
const none: ReadonlySet<string> = new Set();

describe('the books of calls', () => {
  let operative: FreshDatabase;
  let books: CallBooks;
  let other: FreshDatabase;
  let inOneGo: CallBooks;
  beforeAll(async () => {
    operative = await freshDatabase('operative');
    other = await freshDatabase('operative');
    books = new CallBooks(operative.database);
    inOneGo = new CallBooks(other.database);
  });
  afterAll(async () => {
    await operative.drop();
    await other.drop();
  });

  const rows = <R>(sql: string, ...params: readonly unknown[]) => operative.database.rows<R>(sql, params);
  const opened = async (more: Parameters<typeof aBookedContact>[0] = {}) => {
    const contact = aBookedContact(more);
    await books.open(contact, none, by);
    return contact;
  };
  const begun = (contactId: string, recordingId: string) => begunUnder(contactId, recordingId, new Date());

  it('tell a call that is over whole, and the same once more changes nothing', async () => {
    const contact = aBookedContact({ recorderId: null });
    const call = anOrdinaryCall(contact);
    expect(await books.tellWhole(contact, call, by)).toBe('written');
    const [told] = await rows<{ at: Date; steps: number }>(
      `select closed_at as at, (select count(distinct txid)::int from outbox where payload->>'contactId' = c.id::text) as steps
       from contact c where id = $1`,
      contact.id,
    );
    expect(told).toEqual({ at: new Date(contact.openedAt.getTime() + 22_000), steps: 1 });
    const before = await booksOf(operative.database, [contact.id]);
    expect(await books.tellWhole(contact, call, by)).toBe('written');
    expect(await booksOf(operative.database, [contact.id])).toBe(before);
  });

  describe('of a call that is over and waits for the vault', () => {
    const waits = (recordingId: string, at: Date): BookEntry => ({
      ...{ kind: 'event', id: newId(), code: 'recording.waits-for-vault', at, subjectId: recordingId, channel: null },
    });
    const told = (contactId: string) =>
      rows<{ at: string }>(
        `select payload ->> 'at' as at from outbox where type = 'recording.waiting.v1' and payload ->> 'contactId' = $1`,
        contactId,
      );
    const listed = async (contactId: string) => {
      const query = { scope: { queueIds: 'all', ownUserId: null }, limit: 50 } as const;
      return (await new Contacts(operative.database).search(query)).items.find(({ id }) => id === contactId);
    };

    it('tell that its contact goes on no more, once no other call of it does', async () => {
      const contact = await opened();
      const [first, second, at] = [newId(), newId(), new Date('2026-11-30T10:00:20.000Z')];
      await books.write(contact.id, [begun(contact.id, first), begun(contact.id, second), waits(first, at)], by);
      expect([await told(contact.id), (await listed(contact.id))?.waitsSince]).toEqual([[], null]);
      await books.write(contact.id, [waits(second, at)], by);
      expect(await told(contact.id)).toEqual([{ at: at.toISOString() }]);
      expect(await listed(contact.id)).toMatchObject({ closedAt: null, waitsSince: at });
    });

    it('tell so of no contact of which another call goes on that is not recorded, before and after the first is put away', async () => {
      const [contact, recordingId, at] = [await opened(), newId(), new Date('2026-11-30T10:00:20.000Z')];
      const second = { ...aBookedContact({ keys: contact.keys }), companions: [contact.id] };
      await books.open(second, none, by);
      const since = async () => [
        (await listed(contact.id))?.waitsSince,
        waitsSince((await new Contacts(operative.database).get(contact.id))!),
      ];
      await books.write(contact.id, [begun(contact.id, recordingId), waits(recordingId, at)], by);
      expect([await told(contact.id), await since()]).toEqual([[], [null, null]]);
      const putAway = anOrdinaryCall(contact, recordingId).slice(-3);
      await books.write(contact.id, putAway, by);
      expect([await told(contact.id), await since()]).toEqual([[], [null, null]]);
      await books.write(contact.id, [{ kind: 'closed', at, reason: 'bye', openedAs: second.id }], by);
      expect(await listed(contact.id)).toMatchObject({ closedAt: at, waitsSince: null });
    });

    it('tell that its contact goes on no more when the call beside it ends that was not recorded', async () => {
      const [contact, recordingId, at] = [await opened(), newId(), new Date('2026-11-30T10:00:20.000Z')];
      const second = { ...aBookedContact({ keys: contact.keys }), companions: [contact.id] };
      await books.open(second, none, by);
      await books.write(contact.id, [begun(contact.id, recordingId), waits(recordingId, at)], by);
      const ended: BookEntry = { kind: 'closed', at: new Date(at.getTime() + 1000), reason: 'bye', openedAs: second.id };
      await books.write(contact.id, [ended], by);
      await books.write(contact.id, [ended], by);
      expect(await told(contact.id)).toEqual([{ at: at.toISOString() }]);
      expect(await listed(contact.id)).toMatchObject({ closedAt: null, waitsSince: at });
    });
  });

  describe('opening', () => {
    const key = () => ({ system: 'x-ucid', value: randomUUID() });

    it('takes the first key that is free, and answers the same again', async () => {
      const contact = aBookedContact();
      const answer = await books.open(contact, none, by);
      expect(answer).toEqual({
        ...{ contactId: contact.id, created: true, queueId: null },
        ...{ customerOwner: contact.customerOwner, agentOwner: contact.agentOwner },
      });
      const before = await booksOf(operative.database, [contact.id]);
      expect(await books.open(contact, none, by)).toEqual(answer);
      expect(await booksOf(operative.database, [contact.id])).toBe(before);
    });

    it('adopts the announced contact that a key names, and brings owners and trunk', async () => {
      const [announcedBy, trunkId] = [key(), randomUUID()];
      const announced = aBookedContact();
      const { keys: _, ...more } = { ...announced, key: announcedBy, customerOwner: null, agentOwner: null };
      await new Contacts(operative.database).open({ ...more, customerNumber: null, attribution: 'none' }, by);
      const call = aBookedContact({ keys: [announcedBy], trunkId });
      const answer = await books.open(call, none, by);
      expect(answer).toMatchObject({
        contactId: announced.id,
        created: false,
        customerOwner: call.customerOwner,
      });
      expect(await rows('select trunk_id from contact where id = $1', announced.id)).toEqual([{ trunk_id: trunkId }]);
    });

    it('takes a number that becomes known later, the first one of its own customer, and waits to be looked up', async () => {
      const numberOf = (contactId: string) =>
        rows('select customer_number as number, attribution from contact where id = $1', contactId);
      const contact = await opened({ customerNumber: null, attribution: 'withheld' });
      const bring = (tag: number, owner = contact.customerOwner) =>
        books.write(contact.id, [{ kind: 'customer-number', customerNumber: someSealed(tag), owner }], by);
      await bring(2, randomUUID());
      expect(await numberOf(contact.id)).toEqual([{ number: null, attribution: 'withheld' }]);
      for (const tag of [3, 3, 4]) await bring(tag);
      expect(await numberOf(contact.id)).toEqual([{ number: someSealed(3).envelope, attribution: 'pending' }]);
      const noted = await rows(`select from audit_outbox where action = 'contact.supplement' and object_id = $1`, contact.id);
      expect(noted).toHaveLength(1);
    });

    it('leaves an adopted contact its owners', async () => {
      const first = await opened();
      const second = { ...aBookedContact({ keys: first.keys }), companions: [first.id] };
      expect(await books.open(second, none, by)).toMatchObject({
        ...{ contactId: first.id, created: false },
        ...{ customerOwner: first.customerOwner, agentOwner: first.agentOwner },
      });
    });

    it('answers the adopted contact again when that has closed meanwhile', async () => {
      const first = await opened();
      const second = { ...aBookedContact({ keys: first.keys }), companions: [first.id] };
      await books.open(second, none, by);
      await new Contacts(operative.database).close(first.id, new Date(), 'bye', by);
      expect(await books.open(second, none, by)).toMatchObject({ contactId: first.id, created: false });
    });

    it.each(['closed', 'excluded', 'erased'] as const)('passes over the key of a contact that is %s', async (why) => {
      const before = await opened();
      if (why === 'closed') await new Contacts(operative.database).close(before.id, new Date(), 'bye', by);
      if (why === 'erased') await new ErasedContacts(operative.database).record([before.id], randomUUID(), by);
      const notThese = new Set(why === 'excluded' ? [before.id] : []);
      expect(await books.find(before.keys, notThese)).toBeUndefined();
      const free = key();
      const call = aBookedContact({ keys: [...before.keys, free] });
      expect(await books.open(call, notThese, by)).toMatchObject({ contactId: call.id, created: true });
      expect(await books.find([...before.keys, free], notThese, [call.id])).toMatchObject({ contactId: call.id });
    });

    it('answers a contact that was erased after the call had found it, so that nothing of the call is written', async () => {
      const before = await opened();
      await new ErasedContacts(operative.database).record([before.id], randomUUID(), by);
      await rows('delete from contact_key where contact_id = $1', before.id);
      const call = aBookedContact({ keys: before.keys });
      const answer = await books.open({ ...call, found: before.id }, none, by);
      expect(answer).toMatchObject({ contactId: before.id, created: false });
      expect(await books.write(answer.contactId, anOrdinaryCall(call), by)).toBe('erased');
      expect(await rows('select from contact where id = $1', call.id)).toEqual([]);
    });

    it('answers a contact of its own that was erased before anybody heard that it was opened', async () => {
      const call = await opened();
      await new ErasedContacts(operative.database).record([call.id], randomUUID(), by);
      await rows('delete from contact_key where contact_id = $1', call.id);
      expect(await books.open(call, none, by)).toMatchObject({ contactId: call.id });
      expect(await books.write(call.id, anOrdinaryCall(call), by)).toBe('erased');
    });

    it('opens under no other key than its own when all are spent', async () => {
      const before = await opened();
      const call = aBookedContact({ keys: before.keys });
      expect(await books.open(call, new Set([before.id]), by)).toMatchObject({ contactId: call.id, created: true });
    });

    it('adopts no contact in which a call stands that may be another customer’s, announced before or not', async () => {
      const keys = [key()] as const;
      const { id, keys: _, ...announced } = aBookedContact();
      const more = { ...announced, id, key: keys[0], customerOwner: null, agentOwner: null, customerNumber: null };
      await new Contacts(operative.database).open({ ...more, attribution: 'none' }, by);
      const [first, second] = [aBookedContact({ keys }), aBookedContact({ keys })];
      expect(await books.open(first, none, by)).toMatchObject({ contactId: id });
      expect(await books.find(keys, none)).toBeUndefined();
      expect(await books.find(keys, none, [first.id])).toMatchObject({ contactId: id });
      expect(await books.open({ ...second, found: id }, none, by)).toMatchObject({ contactId: second.id, created: true });
      expect(await books.open({ ...second, found: id }, none, by)).toMatchObject({ contactId: second.id });
    });

    describe('that was announced with a number', () => {
      const mark = Buffer.alloc(16, 7);
      const announced = async () => {
        const { keys, ...contact } = aBookedContact();
        const unowned = {
          customerOwner: null,
          agentOwner: null,
          customerNumber: null,
          recorderId: null,
          attribution: 'none',
        } as const;
        await new Contacts(operative.database).open({ ...contact, key: keys[0], ...unowned, announcedMark: mark }, by);
        return { id: contact.id, keys };
      };
      const marksOf = (id: string) => rows('select announced_mark from contact where id = $1', id);

      it('is joined by the call of which the recorder says that it may be the one, and has no mark from then on', async () => {
        const { id, keys } = await announced();
        const mayJoin = jest.fn(() => Promise.resolve('may-be' as const));
        expect(await books.open({ ...aBookedContact({ keys }), mayJoin }, none, by)).toMatchObject({ contactId: id });
        expect(mayJoin).toHaveBeenCalledWith({ contactId: id, announcedMark: mark });
        expect(await marksOf(id)).toEqual([{ announced_mark: null }]);
      });

      it('is joined by the call that had found it, and told as one that waits until then', async () => {
        const { id, keys } = await announced();
        expect(await books.find(keys, none)).toMatchObject({ contactId: id, announcedMark: mark });
        expect(await books.open({ ...aBookedContact({ keys }), found: id }, none, by)).toMatchObject({ contactId: id });
      });

      it('is kept for a call of which it is not known yet whether it may be the one: nothing of that is written until it is', async () => {
        const { id, keys } = await announced();
        let mayJoin: MayJoin = 'unknown';
        const call = { ...aBookedContact({ keys }), mayJoin: () => Promise.resolve(mayJoin) };
        await expect(books.open(call, none, by)).rejects.toMatchObject({ code: 'contact.not-yet-compared' });
        await expect(books.tellWhole(call, anOrdinaryCall(call), by)).rejects.toMatchObject({ code: 'contact.not-yet-compared' });
        expect(await rows('select from contact where id = $1', call.id)).toEqual([]);
        expect(await marksOf(id)).toEqual([{ announced_mark: mark }]);
        mayJoin = 'may-be';
        expect(await books.open(call, none, by)).toMatchObject({ contactId: id });
      });

      it.each([
        ['another’s', () => Promise.resolve('another' as const)],
        ['of nobody known any more', undefined],
      ])('is left alone by a call that is %s, and its name names none from then on', async (_whose, mayJoin) => {
        const { id, keys } = await announced();
        const call = { ...aBookedContact({ keys }), mayJoin };
        expect(await books.open(call, none, by)).toMatchObject({ contactId: call.id, created: true });
        expect(await marksOf(id)).toEqual([{ announced_mark: mark }]);
        expect(await new Contacts(operative.database).named(keys[0])).toEqual({ contactId: id, isLive: true, isShared: true });
        const whole = aBookedContact({ keys });
        expect(await books.tellWhole({ ...whole, mayJoin }, anOrdinaryCall(whole), by)).toBe('written');
        expect(await rows('select from contact where id = $1 and closed_at is not null', whole.id)).toHaveLength(1);
      });

      it.each<[string, (id: string) => Promise<unknown>]>([
        ['closed', (id) => new Contacts(operative.database).close(id, new Date(), 'cancelled', by)],
        [
          'ended by rule',
          (id) => new UntoldEndings(operative.database).endUncalled(id, { at: new Date(), reason: 'no-call' }, by),
        ],
        [
          'ended by rule after it was erased',
          async (id) => {
            await new ErasedContacts(operative.database).record([id], randomUUID(), by);
            return new UntoldEndings(operative.database).endUncalled(id, { at: new Date(), reason: 'no-call' }, by);
          },
        ],
      ])('has no mark any more once it is %s', async (_how, end) => {
        const { id } = await announced();
        await end(id);
        expect(await marksOf(id)).toEqual([{ announced_mark: null }]);
      });
    });

    it('makes two contacts of two that open one key at once and may be two customers’', async () => {
      const keys = [key()] as const;
      const calls = [aBookedContact({ keys }), aBookedContact({ keys })];
      const answers = await Promise.all([...calls, ...calls].map((call) => books.open(call, none, by)));
      expect(new Set(answers.map(({ contactId }) => contactId)).size).toBe(2);
    });

    it('makes one contact of two that open one key at once and are one customer’s, from either side and again', async () => {
      const keys = [key()] as const;
      const both = [aBookedContact({ keys }), aBookedContact({ keys })];
      const calls = both.map((call) => ({ ...call, companions: both.map(({ id }) => id) }));
      const answers = await Promise.all([...calls, ...calls].map((call) => books.open(call, none, by)));
      expect(new Set(answers.map(({ contactId }) => contactId)).size).toBe(1);
      expect(answers.filter(({ created }) => created)).toHaveLength(2);
    });

    it('makes the partitions of a month that has none', async () => {
      const openedAt = new Date('2031-05-05T10:00:00Z');
      const contact = await opened({ id: newTimeOrderedId(openedAt), openedAt });
      expect(await books.write(contact.id, anOrdinaryCall(contact), by)).toBe('written');
      expect(await rows('select from recording_measure where contact_id = $1', contact.id)).toHaveLength(2);
    });
  });

  describe('writing', () => {
    it('keeps what an ordinary call leaves behind', async () => {
      const contact = await opened();
      expect(await books.write(contact.id, anOrdinaryCall(contact), by)).toBe('written');
      const detail = await new Contacts(operative.database).get(contact.id);
      expect(detail).toMatchObject({
        endReason: 'bye',
        consents: [{ state: 'asked' }, { state: 'given' }],
        recordings: [
          {
            state: 'finished',
            segments: [
              { channel: 'agent', octets: 160_000 },
              { channel: 'customer', state: 'closed' },
            ],
          },
        ],
        outcomes: [{ outcome: 'kept' }],
      });
      expect(detail?.parties.map(({ customerOwner }) => customerOwner)).toEqual([contact.customerOwner, contact.customerOwner]);
      expect(await rows(`select type from outbox where payload ->> 'contactId' = $1 order by id`, contact.id)).toEqual(
        [
          ...['contact.opened.v1', 'contact.party-joined.v1', 'contact.party-joined.v1', 'consent.asked.v1', 'consent.given.v1'],
          ...['recording.started.v1', 'recording.finished.v1', 'recording.outcome.v1', 'contact.closed.v1'],
        ].map((type) => ({ type })),
      );
    });

    it('keeps the recording of a contact that was closed meanwhile', async () => {
      const contact = await opened();
      await new Contacts(operative.database).close(contact.id, new Date(), 'ended-by-command', by);
      expect(await books.write(contact.id, anOrdinaryCall(contact), by)).toBe('written');
      expect((await new Contacts(operative.database).get(contact.id))?.recordings[0]?.segments).toHaveLength(2);
    });

    it('writes of a contact that was erased meanwhile its end and what became of it, and nothing else', async () => {
      const contact = await opened();
      const call = anOrdinaryCall(contact);
      await books.write(contact.id, call.slice(0, 6), by);
      await new ErasedContacts(operative.database).record([contact.id], randomUUID(), by);
      const deleted = ['contact_key', 'contact_party', 'contact_event', 'consent', 'recording_segment', 'recording_gap'];
      const rowsThere = () =>
        Promise.all(deleted.map((table) => rows(`select from ${table} where contact_id = $1`, contact.id))).then((found) =>
          found.map(({ length }) => length),
        );
      const before = await rowsThere();
      expect(await books.write(contact.id, call.slice(6), by)).toBe('erased');
      expect(await rowsThere()).toEqual(before);
      const told = await booksOf(operative.database, [contact.id]);
      expect(await books.write(contact.id, call.slice(6), by)).toBe('erased');
      expect(await booksOf(operative.database, [contact.id])).toBe(told);
      expect(await new Contacts(operative.database).get(contact.id)).toMatchObject({
        endReason: 'bye',
        recordings: [{ state: 'removed', endedAt: expect.any(Date) as Date }],
        outcomes: [{ outcome: 'withdrawn', cause: null }],
      });
      expect(
        await rows(`select type from outbox where payload ->> 'contactId' = $1 order by id desc limit 2`, contact.id),
      ).toEqual([{ type: 'contact.closed.v1' }, { type: 'recording.outcome.v1' }]);
    });

    it('demands a grant that the gate made, ended or not', async () => {
      const contact = await opened();
      const grant = { contactId: contact.id, purpose: 'x', evidence: {} } as unknown as ConsentGrant;
      const forged = { ...begun(contact.id, newId()), grant };
      await expect(books.write(contact.id, [forged], by)).rejects.toThrow('consent.forged-grant');
    });

    it('puts the segments of a second session into the recording of the part and remembers how they were sealed', async () => {
      const contact = await opened();
      const [first, second] = [newId(), newId()];
      const of = (recordingId: string, ...numbers: readonly number[]) =>
        numbers.map((number): BookEntry => ({ kind: 'segment', segment: aSegment(recordingId, { number }) }));
      await books.write(contact.id, [begun(contact.id, first), ...of(first, 1, 2)], by);
      await books.write(contact.id, [begun(contact.id, second), ...of(second, 1)], by);
      await books.write(contact.id, of(second, 2), by);
      await books.write(contact.id, of(first, 3), by);
      const found = await rows(
        'select recording_id, number, sealed_as, sealed_number from recording_segment where contact_id = $1 order by number',
        contact.id,
      );
      expect(found).toEqual([
        { recording_id: first, number: 1, sealed_as: null, sealed_number: null },
        { recording_id: first, number: 2, sealed_as: null, sealed_number: null },
        { recording_id: first, number: 3, sealed_as: second, sealed_number: 1 },
        { recording_id: first, number: 4, sealed_as: second, sealed_number: 2 },
        { recording_id: first, number: 5, sealed_as: first, sealed_number: 3 },
      ]);
    });

    it('say of a recording that a no or its user ended that it has stopped, and of one that goes on after that it does', async () => {
      const contact = await opened();
      const [recordingId, at] = [newId(), (second: number) => new Date(contact.openedAt.getTime() + second * 1000)];
      const stateOf = async () => (await new Contacts(operative.database).get(contact.id))?.recordings[0]?.state;
      await books.write(contact.id, [begunUnder(contact.id, recordingId, at(1))], by);
      await books.write(contact.id, [{ kind: 'paused', recordingId, at: at(2), reason: 'pause' }], by);
      expect(await stateOf()).toBe('paused');
      await books.write(contact.id, [begunUnder(contact.id, recordingId, at(3))], by);
      expect(await stateOf()).toBe('recording');
      const no: BookEntry = { kind: 'paused', recordingId, at: at(4), reason: 'consent-withdrawn' };
      await books.write(contact.id, [no], by);
      await books.write(contact.id, [no], by);
      expect(await stateOf()).toBe('paused');
      const { events } = (await new Contacts(operative.database).get(contact.id))!;
      expect(events.map(({ kind }) => kind)).toEqual(['begun', 'stopped', 'begun', 'stopped'].map((kind) => `recording.${kind}`));
      const told = await rows<{ type: string }>(
        `select type from outbox where payload ->> 'contactId' = $1 and type like 'recording.%' order by id`,
        contact.id,
      );
      expect(told.map(({ type }) => type)).toEqual(
        ['started', 'paused', 'resumed', 'paused'].map((kind) => `recording.${kind}.v1`),
      );
    });

    it('counts every session of a part once, and says of the part what they came to together', async () => {
      const contact = await opened();
      const [first, second] = [newId(), newId()];
      const lost = failedOutcome(second, new Date());
      await books.write(contact.id, anOrdinaryCall(contact, first), by);
      await books.write(contact.id, [lost], by);
      await books.write(contact.id, [...anOrdinaryCall(contact, first), lost], by);
      const detail = await new Contacts(operative.database).get(contact.id);
      expect(detail?.outcomes).toMatchObject([{ outcome: 'kept-with-gaps', cause: null }]);
      const measures = await rows(
        `select channel, expected_ms::int as expected, kept_ms::int as kept, missing_ours_ms::int as missing, main_cause as cause
         from recording_measure where contact_id = $1 order by channel`,
        contact.id,
      );
      expect(measures).toEqual([
        { channel: 'agent', expected: 20_000, kept: 20_000, missing: 0, cause: null },
        { channel: 'customer', expected: 21_000, kept: 20_000, missing: 1000, cause: 'journal' },
      ]);
    });

    it('closes a contact only when the last of its sessions has ended, whatever is told again', async () => {
      const first = await opened();
      const second = { ...aBookedContact({ keys: first.keys }), companions: [first.id] };
      await books.open(second, none, by);
      const ends = [first, second].map(({ id: openedAs }, n): BookEntry => {
        return { kind: 'closed', at: new Date(first.openedAt.getTime() + 1000 * n), reason: n === 0 ? 'bye' : 'gone', openedAs };
      });
      const closed = async () => (await new Contacts(operative.database).get(first.id))?.endReason;
      await books.write(first.id, [ends[0]!, ends[0]!], by);
      await books.write(first.id, [ends[0]!], by);
      expect(await closed()).toBeNull();
      await books.write(first.id, [ends[1]!], by);
      expect(await closed()).toBe('gone');
    });

    it('closes a contact by a rule though a session of it has not ended', async () => {
      const contact = await opened();
      await books.write(contact.id, [{ kind: 'closed', at: new Date(), reason: 'not-held' }], by);
      expect((await new Contacts(operative.database).get(contact.id))?.endReason).toBe('not-held');
    });

    it('takes the word of a session before that of a rule', async () => {
      const contact = await opened();
      const byRule: BookEntry = {
        ...{ kind: 'outcome', outcome: { part: 'agent', outcome: 'failed', cause: 'interrupted', at: new Date() }, measures: [] },
      };
      await books.write(contact.id, [byRule], by);
      await books.write(contact.id, [...anOrdinaryCall(contact), byRule], by);
      expect((await new Contacts(operative.database).get(contact.id))?.outcomes).toMatchObject([
        { outcome: 'kept', cause: null },
      ]);
    });

    it('takes out only what the withdrawn session brought', async () => {
      const contact = await opened();
      const [first, second] = [newId(), newId()];
      const [kept, gone] = [aSegment(first), aSegment(second)];
      for (const [recordingId, segment] of [[first, kept] as const, [second, gone] as const])
        await books.write(contact.id, [begun(contact.id, recordingId), { kind: 'segment', segment }], by);
      await books.write(contact.id, [{ kind: 'removed', recordingId: second, at: new Date() }], by);
      const states = await rows('select id, state from recording_segment where contact_id = $1 order by number', contact.id);
      expect(states).toEqual([
        { id: kept.id, state: 'open' },
        { id: gone.id, state: 'removed' },
      ]);
      await books.write(contact.id, [{ kind: 'removed', recordingId: first, at: new Date() }], by);
      expect(await rows('select state from recording where contact_id = $1', contact.id)).toEqual([{ state: 'removed' }]);
    });

    it.each([
      ['while the call went on', -5000],
      ['while the call ended', 40],
    ])('finishes no recording that was taken back %s', async (_when, afterEndMs) => {
      const contact = await opened();
      const recordingId = newId();
      const at = new Date(contact.openedAt.getTime() + 30_000);
      const removed: BookEntry = { kind: 'removed', recordingId, at: new Date(at.getTime() + afterEndMs) };
      const finished: BookEntry = { kind: 'finished', recordingId, at, recovered: false };
      const entries = [
        begun(contact.id, recordingId),
        { kind: 'segment', segment: aSegment(recordingId) } as const,
        removed,
        finished,
      ];
      await books.write(contact.id, entries, by);
      const detail = await new Contacts(operative.database).get(contact.id);
      expect(detail?.events.map(({ kind }) => kind)).toEqual(['recording.begun', 'recording.removed', 'recording.left-empty']);
      expect(detail?.recordings).toMatchObject([{ state: 'removed', endedAt: removed.at }]);
    });

    it('tells an alarm and notes it with the contact, by the side that it is about', async () => {
      const contact = await opened();
      const at = new Date();
      const alarm: BookEntry = { kind: 'alarm', id: newId(), alarm: 'audio-lost', channel: 'customer', at, state: 'raised' };
      const jumped: BookEntry = {
        ...{ kind: 'event', id: newId(), code: 'stream.clock-jumped', at: new Date(at.getTime() + 1), subjectId: null },
        channel: 'agent',
      };
      await books.write(contact.id, [alarm, alarm, jumped], by);
      expect((await new Contacts(operative.database).get(contact.id))?.events).toMatchObject([
        { kind: 'alarm.audio-lost.raised', channel: 'customer' },
        { kind: 'stream.clock-jumped', channel: 'agent' },
      ]);
      expect(
        await rows(
          `select payload ->> 'alarm' as alarm from outbox where type = 'recording.alarm.v1' and payload ->> 'contactId' = $1`,
          contact.id,
        ),
      ).toEqual([{ alarm: 'audio-lost' }]);
    });

    it('comes to the same books whatever was told before, again and at once', async () => {
      const step = fc.record({ upTo: fc.double({ min: 0, max: 1, noNaN: true }), atOnce: fc.boolean() });
      await fc.assert(
        fc.asyncProperty(fc.array(step, { maxLength: 6 }), aScript, async (steps, script) => {
          const contact = aBookedContact();
          const entries = script(contact);
          await inOneGo.open(contact, none, by);
          await inOneGo.write(contact.id, entries, by);
          await books.open(contact, none, by);
          const running: Promise<unknown>[] = [];
          for (const { upTo, atOnce } of [...steps, { upTo: 1, atOnce: false }, { upTo: 1, atOnce: false }]) {
            running.push(books.write(contact.id, entries.slice(0, Math.ceil(upTo * entries.length)), by));
            if (!atOnce) await Promise.all(running);
          }
          expect(await booksOf(operative.database, [contact.id])).toBe(await booksOf(other.database, [contact.id]));
        }),
        { numRuns: 40 },
      );
    });
  });
});
