import { randomUUID } from 'node:crypto';
import { freshDatabase, type FreshDatabase } from '../../../../test/support/database.js';
import { aContact } from '../contacts/contact.fixture.js';
import { Contacts } from '../contacts/contacts.js';
import { UntoldEndings } from '../endings/untold-endings.js';
import { ErasedContacts } from '../erasure/erased-contacts.js';
import { ContactArchive } from './contact-archive.js';

const by = 'system:worker';

describe('the way into history', () => {
  let operative: FreshDatabase;
  let archive: ContactArchive;
  let contacts: Contacts;
  beforeAll(async () => {
    operative = await freshDatabase('operative');
    archive = new ContactArchive(operative.database);
    contacts = new Contacts(operative.database);
  });
  afterAll(() => operative.drop());

  const closed = async () => {
    const contact = aContact({ openedAt: new Date(Date.now() - 3_600_000), attribution: 'none' });
    await contacts.open(contact, by);
    await contacts.addParty(
      contact.id,
      { id: randomUUID(), role: 'agent', userId: null, aor: null, label: null, at: contact.openedAt },
      by,
    );
    await contacts.close(contact.id, new Date(Date.now() - 1_800_000), 'bye', by);
    return contact.id;
  };
  const told = async () => {
    const id = await closed();
    await new UntoldEndings(operative.database).settle(id, new Date(), by);
    return id;
  };
  const takenIds = async () => (await archive.take(new Date(), 100)).map(({ contact }) => (contact as { id: string }).id);

  it('takes closed contacts whole and leaves live ones', async () => {
    const live = aContact();
    await contacts.open(live, by);
    const id = await told();
    const taken = await archive.take(new Date(), 100);
    const mine = taken.find(({ contact }) => (contact as { id: string }).id === id);
    expect(mine).toMatchObject({ parties: [{ role: 'agent' }], recordings: [], outcomes: [{ outcome: 'failed' }] });
    expect(taken.some(({ contact }) => (contact as { id: string }).id === live.id)).toBe(false);
  });

  it('leaves a contact of which something is untold until it is told', async () => {
    const id = await closed();
    expect(await takenIds()).not.toContain(id);
    await new UntoldEndings(operative.database).settle(id, new Date(), by);
    expect(await takenIds()).toContain(id);
  });

  it('begins after a contact that it is told', async () => {
    const [first, second] = [await told(), await told()];
    const after = await archive.take(new Date(), 100, first);
    const ids = after.map(({ contact }) => (contact as { id: string }).id);
    expect([ids.includes(first), ids.includes(second)]).toEqual([false, true]);
  });

  it('removes what history has, keeps the key, and names what was erased meanwhile', async () => {
    const [first, second] = [await closed(), await closed()];
    await new ErasedContacts(operative.database).record([second], randomUUID(), by);
    expect(await archive.remove([first, second], by)).toEqual({ removed: 2, erased: [second] });
    expect(await takenIds()).not.toContain(first);
    expect(await operative.database.rows('select from contact_party where contact_id = any($1)', [[first, second]])).toEqual([]);
    expect(await operative.database.rows('select from contact_key where contact_id = $1', [first])).toHaveLength(1);
  });
});
