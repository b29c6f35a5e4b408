import { randomUUID } from 'node:crypto';
import { Queues, RecordingPolicies } from '@voxkeep/configuration';
import { CallBooks, Consents, Contacts, ErasedContacts } from '@voxkeep/operative';
import { KnownPoints } from '../directory/known-points.js';
import { OperationsSite } from '../operations-site.fixture.js';
import { aStoredContact } from '../recorded-contact.fixture.js';

const program = 'system:test';

describe('what telephone systems tell', () => {
  let site: OperationsSite;
  let as: string;
  /** Made before anybody asks for queues, since their rules are kept for a second. */
  let training: string;

  const aQueueFor = async (purpose: 'training'): Promise<string> => {
    const { database } = site.databases.configuration;
    const rules = { mode: 'only-with-consent', purpose, onWithdrawal: 'destroy' } as const;
    const policy = await new RecordingPolicies(database).create(
      { name: randomUUID(), ...rules, tracks: ['customer', 'agent'] },
      program,
    );
    if (!('saved' in policy)) throw new Error(policy.refused);
    const queue = { name: randomUUID(), channel: 'voice', recordingPolicyId: policy.saved, consentPolicyId: null } as const;
    const made = await new Queues(database).create(queue, program);
    if (!('saved' in made)) throw new Error(made.refused);
    return made.saved;
  };

  beforeAll(async () => {
    site = await OperationsSite.start();
    const system = await site.user();
    await site.grant(system.id, 'integration', 'use');
    as = system.as;
    training = await aQueueFor('training');
  });
  afterAll(() => site.stop());

  const sent = async (path: string, body: object) => {
    const answer = await site.request('POST', path, { as, body });
    return { status: answer.status, ...((await answer.json()) as { contactId: string; created?: boolean; code?: string }) };
  };
  const announce = (body: object = {}) => sent('contacts', { system: 'ucid', key: randomUUID(), ...body });

  describe('of the consent of a contact that no recorder holds', () => {
    const tell = async (contactId: string, state: string) => {
      const { status, code } = await sent('consents', { contact: { contactId }, state, evidence: 'ivr' });
      return [status, code];
    };
    const saidOf = async (contactId: string) => {
      const said = await new Consents(site.databases.operative.database).ofContact(contactId);
      return said.map(({ state, evidenceKind, purpose }) => [state, evidenceKind, purpose]);
    };

    it.each(['refused', 'withdrawn'])('is written down before it is answered where it is a no, and once: %s', async (state) => {
      const { contactId: waiting } = await announce();
      const { id: over } = await aStoredContact(site, {});
      for (const contactId of [waiting, over]) {
        for (let n = 0; n < 2; n += 1) expect(await tell(contactId, state)).toEqual([200, undefined]);
        expect(await saidOf(contactId)).toEqual([[state, 'ivr', 'quality-check']]);
      }
    });

    it('is written down for the purpose of the queue where it is a yes, and refused where that is not known', async () => {
      const { contactId: known } = await announce({ queueId: training });
      const { contactId: unknown } = await announce();
      expect(await tell(known, 'given')).toEqual([200, undefined]);
      expect(await tell(unknown, 'given')).toEqual([409, 'consent.purpose-unknown-tell-in-call']);
      expect([await saidOf(known), await saidOf(unknown)]).toEqual([[['given', 'ivr', 'training']], []]);
    });

    it('is written down nowhere in an erased one', async () => {
      const { contactId } = await announce();
      await new ErasedContacts(site.databases.operative.database).record([contactId], randomUUID(), program);
      expect(await tell(contactId, 'refused')).toEqual([200, undefined]);
      expect(await saidOf(contactId)).toEqual([]);
    });
  });

  describe('of a contact under a name', () => {
    let name: { readonly system: string; readonly key: string };
    let contacts: Contacts;
    beforeEach(() => {
      name = { system: 'ucid', key: randomUUID() };
      contacts = new Contacts(site.databases.operative.database);
    });
    const end = (contactId: string) => contacts.close(contactId, new Date(), 'bye', program);

    it('that one bears which is over is of another, which a call joins, and touches nothing of that one', async () => {
      const { contactId: over } = await announce({ ...name, customerNumber: '5551 8801' });
      await end(over);
      const again = { ...name, customerNumber: '5551 8802', queueId: training };
      const another = await announce(again);
      expect(another).toMatchObject({ status: 200, created: true });
      expect(await announce(again)).toMatchObject({ status: 200, created: false, contactId: another.contactId });
      expect(await contacts.get(over)).toMatchObject({ queueId: null });
      const called = [{ system: name.system, value: name.key }];
      expect((await new CallBooks(site.databases.operative.database).find(called, new Set()))?.contactId).toBe(another.contactId);
      const told = { contact: name, state: 'withdrawn' };
      expect(await sent('consents', told)).toMatchObject({ status: 409, code: 'contact.key-ambiguous-use-contact-id' });
    });

    it('that comes once more, with the time at which it began, when it is over, is of the same', async () => {
      const body = { ...name, openedAt: new Date(Date.now() - 60_000).toISOString() };
      const { contactId } = await announce(body);
      await end(contactId);
      expect(await announce({ ...body, queueId: training })).toMatchObject({ contactId, created: false });
      expect(await contacts.get(contactId)).toMatchObject({ queueId: null });
    });

    it('that is told late, with a time before its call ended, is of that call', async () => {
      const { contactId } = await announce(name);
      await end(contactId);
      const late = { ...name, openedAt: new Date(Date.now() - 60_000).toISOString() };
      expect(await announce(late)).toMatchObject({ contactId, created: false });
    });

    it.each(['while it waits', 'when its call has come'])('is refused where it brings another number, %s', async (when) => {
      const { contactId } = await announce({ ...name, customerNumber: '5551 8803' });
      if (when !== 'while it waits')
        await site.databases.operative.database.rows('update contact set announced_mark = null where id = $1', [contactId]);
      const another = { ...name, customerNumber: '5551 8804', queueId: training };
      expect(await announce(another)).toMatchObject({ status: 409, code: 'contact.key-of-another-number' });
      expect(await contacts.get(contactId)).toMatchObject({ queueId: null });
      expect(await announce({ ...name, customerNumber: '+372 5551 8803' })).toMatchObject({ status: 200, contactId });
    });

    it('is compared with the number that it was announced with later, as with one that came first', async () => {
      const asked = jest.spyOn(KnownPoints.prototype, 'announcedMark');
      const { contactId } = await announce(name);
      const withNumber = { ...name, customerNumber: '5551 8805' };
      for (let n = 0; n < 2; n += 1) expect(await announce(withNumber)).toMatchObject({ status: 200, contactId, created: false });
      expect(asked.mock.calls.map(([id]) => id)).toEqual([contactId, contactId]);
      asked.mockRestore();
      const { contactId: first } = await announce({ customerNumber: '5551 8805' });
      const found = await new CallBooks(site.databases.operative.database).find(
        [{ system: name.system, value: name.key }],
        new Set(),
      );
      expect(found?.announcedMark).toEqual(await site.keyring.announcedMark(contactId, '+37255518805'));
      const { attribution, customerPointId } = (await contacts.get(first))!;
      expect(await contacts.get(contactId)).toMatchObject({ attribution, customerPointId });
      expect(attribution).toBe('attributed');
      expect(await announce({ ...name, customerNumber: '5551 8806' })).toMatchObject({
        status: 409,
        code: 'contact.key-of-another-number',
      });
    });

    it('is attached to the number that it was announced with later, by the next telling where the first failed half-way', async () => {
      const { contactId } = await announce(name);
      const withNumber = { ...name, customerNumber: '5551 8809' };
      const attached = jest.spyOn(KnownPoints.prototype, 'ensure').mockRejectedValueOnce(new Error('the keyring is away'));
      expect(await announce(withNumber)).toMatchObject({ status: 500 });
      attached.mockRestore();
      expect(await contacts.get(contactId)).toMatchObject({ customerPointId: null });
      expect(await announce(withNumber)).toMatchObject({ status: 200, contactId, created: false });
      expect((await contacts.get(contactId))?.customerPointId).not.toBeNull();
    });

    it.each(['whose call has come', 'that was erased'])(
      'of a contact %s gets no mark of a number that is told later',
      async (how) => {
        const { contactId } = await announce(name);
        const { database } = site.databases.operative;
        if (how === 'that was erased') await new ErasedContacts(database).record([contactId], randomUUID(), program);
        else await database.rows(`update contact set recorder_id = 'recorder-1' where id = $1`, [contactId]);
        expect(await announce({ ...name, customerNumber: '5551 8807' })).toMatchObject({ status: 200 });
        const [row] = await database.rows('select announced_mark from contact where id = $1', [contactId]);
        expect(row).toEqual({ announced_mark: null });
      },
    );

    it('that is the appliance’s own is refused', async () => {
      const { contactId } = await announce(name);
      expect(await announce({ system: 'recording-session', key: contactId })).toMatchObject({ status: 422 });
    });
  });

  it('begins not later than it is told: a clock that is ahead ends nothing before it began', async () => {
    const { contactId } = await announce({ openedAt: new Date(Date.now() + 4 * 60_000).toISOString() });
    const found = await new Contacts(site.databases.operative.database).get(contactId);
    expect(found?.openedAt.getTime()).toBeLessThanOrEqual(Date.now());
  });

  it.each([
    ['system', { system: 'a\0b' }],
    ['key', { key: 'a\0b' }],
    ['key', { key: '\ud800' }],
  ])('is no text that no database takes: %s %j', async (path, body) => {
    expect(await announce(body)).toMatchObject({ status: 422, fields: [{ path, problem: 'invalid-text' }] });
  });
});
