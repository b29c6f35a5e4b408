import { randomUUID } from 'node:crypto';
import { newTimeOrderedId } from '@voxkeep/platform';
import { freshDatabase, type FreshDatabase } from '../../../../test/support/database.js';
import { aContact } from '../contacts/contact.fixture.js';
import { Contacts } from '../contacts/contacts.js';
import { ConsentExpiry } from './consent-expiry.js';
import { ConsentLedger } from './consent-ledger.js';
import { ConsentResets, resetPreparedForMs } from './consent-resets.js';
import { Consents, type NewConsent } from './consents.js';

const by = 'b6c1f8de-6f3f-4a0b-9d5c-3f6f3f0a0c11';
const day = 86_400_000;
const now = new Date('2026-11-22T10:00:00Z');
const after = (ms: number) => new Date(now.getTime() + ms);

describe('the ledger of consents', () => {
  let operative: FreshDatabase;
  let consents: Consents;
  let ledger: ConsentLedger;
  let resets: ConsentResets;
  beforeAll(async () => {
    operative = await freshDatabase('operative');
    consents = new Consents(operative.database);
    ledger = new ConsentLedger(operative.database);
    resets = new ConsentResets(operative.database);
  });
  afterAll(() => operative.drop());

  const said = async (more: Partial<NewConsent>): Promise<NewConsent> => {
    const consent: NewConsent = {
      ...{ id: randomUUID(), personId: null, contactPointId: null, contactId: null, purpose: 'training', channel: 'voice' },
      ...{ state: 'given', wordingVersion: 'v1', evidenceKind: 'paper', customerOwner: null, evidenceDetail: null },
      ...{ at: now, validUntil: null, ...more },
    };
    await consents.record(consent, by);
    return consent;
  };
  const about = (contactPointId: string) => ({ about: { contactPointIds: [contactPointId], contactIds: [] }, limit: 10 });

  it('shows the last word of each series, and all that was said before it', async () => {
    const contactPointId = randomUUID();
    const given = await said({ contactPointId });
    const withdrawn = await said({ contactPointId, state: 'withdrawn', at: after(1000) });
    expect(await ledger.search(about(contactPointId))).toMatchObject([{ id: withdrawn.id, state: 'withdrawn', recordedBy: by }]);
    expect((await ledger.seriesOf(withdrawn.id)).map(({ id }) => id)).toEqual([given.id, withdrawn.id]);
  });

  it('shows a question only where nothing was answered', async () => {
    const contactId = newTimeOrderedId();
    await said({ contactId, state: 'given' });
    await said({ contactId, state: 'asked', at: after(5000) });
    const found = await ledger.search({ about: { contactPointIds: [], contactIds: [contactId] }, limit: 10 });
    expect(found.map(({ state }) => state)).toEqual(['given']);
  });

  it('finds what was said in the calls of a number', async () => {
    const contactPointId = randomUUID();
    const contact = aContact({});
    await new Contacts(operative.database).open(contact, by);
    await new Contacts(operative.database).attachCustomerPoint(contact.id, { attribution: 'attributed', contactPointId }, by);
    const inCall = await said({ contactId: contact.id });
    expect((await ledger.search(about(contactPointId))).map(({ id }) => id)).toEqual([inCall.id]);
  });

  it('is read page by page without a row twice or left out', async () => {
    const purpose = 'complaint';
    const all = await Promise.all(Array.from({ length: 7 }, () => said({ contactPointId: randomUUID(), purpose })));
    const seen: string[] = [];
    for (let after: string | undefined; ; after = seen.at(-1)) {
      const page = await ledger.search({ purpose, limit: 3, ...(after !== undefined && { after }) });
      seen.push(...page.map(({ id }) => id));
      if (page.length < 3) break;
    }
    expect([...seen].sort()).toEqual(all.map(({ id }) => id).sort());
  });

  it('takes what was said in one call for no word about the others', async () => {
    const contactPointId = randomUUID();
    const contact = aContact({});
    await new Contacts(operative.database).open(contact, by);
    await new Contacts(operative.database).attachCustomerPoint(contact.id, { attribution: 'attributed', contactPointId }, by);
    await said({ contactId: contact.id });
    expect(await ledger.standingFor({ personId: null, contactPointIds: [contactPointId] }, now)).toEqual([]);
  });

  it('takes a file twice without a row twice', async () => {
    const rows = Array.from({ length: 3 }, () => randomUUID()).map((contactPointId): NewConsent => ({
      ...{ id: randomUUID(), personId: null, contactPointId, contactId: null, purpose: 'dispute', channel: 'voice' },
      ...{ state: 'given', wordingVersion: 'v1', evidenceKind: 'contract', customerOwner: null, evidenceDetail: null },
      ...{ at: now, validUntil: null },
    }));
    expect(await ledger.add(rows, by)).toHaveLength(3);
    expect(
      await ledger.add(
        rows.map((row) => ({ ...row, id: randomUUID() })),
        by,
      ),
    ).toEqual([]);
  });

  describe('when the time of a consent is over', () => {
    const expire = (at: Date) => new ConsentExpiry(operative.database).expire(at, 'system:worker');

    it('says so once, with one event', async () => {
      const contactPointId = randomUUID();
      await said({ contactPointId, validUntil: after(day) });
      expect(await expire(after(day - 1))).toBe(0);
      expect(await expire(after(day))).toBe(1);
      expect(await expire(after(2 * day))).toBe(0);
      const [last] = await ledger.search(about(contactPointId));
      expect(last).toMatchObject({ state: 'expired', evidenceKind: 'term' });
      const told = await operative.database.rows(`select type from outbox where payload ->> 'consentId' = $1`, [last?.id]);
      expect(told).toEqual([{ type: 'consent.expired.v1' }]);
    });

    it('says nothing about one that was withdrawn or given anew', async () => {
      const [withdrawn, renewed] = [randomUUID(), randomUUID()];
      await said({ contactPointId: withdrawn, validUntil: after(day) });
      await said({ contactPointId: withdrawn, state: 'withdrawn', at: after(10) });
      await said({ contactPointId: renewed, validUntil: after(day) });
      await said({ contactPointId: renewed, at: after(10) });
      expect(await expire(after(3 * day))).toBe(0);
    });

    it('does not bring back what was said before it', async () => {
      const contactPointId = randomUUID();
      await said({ contactPointId });
      await said({ contactPointId, at: after(10), validUntil: after(day) });
      const of = { purpose: 'training', contactPointIds: [contactPointId] };
      expect((await consents.latestFor(of, after(20)))?.state).toBe('given');
      expect(await consents.latestFor(of, after(day))).toBeUndefined();
      await expire(after(day));
      expect(await consents.latestFor(of, after(day))).toBeUndefined();
    });
  });

  describe('when a purpose is reset', () => {
    const purpose = 'serve-customer';
    const clock = () => new Date();

    it('closes what is there as of now, keeps it as an archive, and takes new consents', async () => {
      const contactPointId = randomUUID();
      const old = await said({ contactPointId, purpose });
      const prepared = await resets.prepare({ purpose, channel: null }, clock(), by);
      expect(prepared.counted).toBe(1);
      expect(await resets.confirm(prepared.id, purpose, clock(), by)).toMatchObject({ done: { counted: 1 } });
      expect(await ledger.search(about(contactPointId))).toEqual([]);
      expect(await ledger.search({ ...about(contactPointId), archived: true })).toMatchObject([{ id: old.id, archived: true }]);
      expect(await consents.latestFor({ purpose, contactPointIds: [contactPointId] }, now)).toBeUndefined();
      expect(await ledger.standingFor({ personId: null, contactPointIds: [contactPointId] }, now)).toEqual([]);
      const renewed = await said({ contactPointId, purpose, at: after(-day) });
      expect((await ledger.search(about(contactPointId))).map(({ id }) => id)).toContain(renewed.id);
    });

    it('refuses another purpose, an old count, a changed one and a second time', async () => {
      const prepared = await resets.prepare({ purpose, channel: null }, clock(), by);
      expect(await resets.confirm(prepared.id, 'training', clock(), by)).toEqual({ refused: 'other-purpose' });
      const late = new Date(Date.now() + resetPreparedForMs + 1000);
      expect(await resets.confirm(prepared.id, purpose, late, by)).toEqual({ refused: 'too-old' });
      await said({ contactPointId: randomUUID(), purpose });
      expect(await resets.confirm(prepared.id, purpose, clock(), by)).toEqual({ refused: 'changed' });
      const again = await resets.prepare({ purpose, channel: null }, clock(), by);
      await resets.confirm(again.id, purpose, clock(), by);
      expect(await resets.confirm(again.id, purpose, clock(), by)).toEqual({ refused: 'done-before' });
    });
  });
});
