import type { DatabaseName } from '@voxkeep/contracts';
import { diagnostics } from '@voxkeep/platform';
import { OperationsSite } from './operations-site.fixture.js';
import { aStoredContact } from './recorded-contact.fixture.js';

type User = Awaited<ReturnType<OperationsSite['user']>>;
interface Row {
  readonly id: string;
  readonly customerNumber?: string | null;
  readonly fullName?: string | null;
  readonly phones?: readonly string[];
  readonly unreadable?: readonly object[];
}

const purpose = { code: 'serve-customer' };
/** Where the low octet of the epoch stands in an envelope: version 1, algorithm 1, class and epoch 4. */
const epochOctet = 5;

describe('a sealed value that cannot be read', () => {
  let site: OperationsSite;
  let supervisor: User;

  beforeAll(async () => {
    site = await OperationsSite.start();
    supervisor = await site.user('supervisor');
    await site.grant(supervisor.id, 'directory-entry', 'manage');
  });
  afterAll(() => site.stop());

  const rows = async (name: DatabaseName, statement: string, values: readonly unknown[]): Promise<void> => {
    await site.databases[name].database.rows(statement, [...values]);
  };
  const listed = async (path: string, body: object): Promise<readonly Row[]> => {
    const answer = await site.request('POST', path, { as: supervisor.as, body });
    expect(answer.status).toBe(200);
    return ((await answer.json()) as { items: Row[] }).items;
  };
  const alteredContact = (id: string, octet: string): Promise<void> =>
    rows(
      'operative',
      `update contact set customer_number = set_byte(customer_number, ${octet}, get_byte(customer_number, ${octet}) # 1) where id = $1`,
      [id],
    );

  describe('in the list of contacts', () => {
    it('takes no other row with it, and names its row and key when an octet was flipped', async () => {
      const whole = await aStoredContact(site, { phone: '+37255511101' });
      const flipped = await aStoredContact(site, { phone: '+37255511102' });
      await alteredContact(flipped.id, 'length(customer_number) - 1');
      const items = await listed('contacts/search', {});
      expect(items.find(({ id }) => id === whole.id)).toMatchObject({ customerNumber: '•••• 01' });
      expect(items.find(({ id }) => id === whole.id)).not.toHaveProperty('unreadable');
      expect(items.find(({ id }) => id === flipped.id)).toMatchObject({
        customerNumber: null,
        unreadable: [
          {
            ...{ reason: 'altered', table: 'operative.contact', column: 'customer_number', row: flipped.id },
            ...{ ownerId: flipped.customerOwner, ownerClass: 'contact-customer', epoch: 1 },
          },
        ],
      });
    });

    it('is altered when it claims another epoch', async () => {
      const contact = await aStoredContact(site, { phone: '+37255511103' });
      await alteredContact(contact.id, String(epochOctet));
      const items = await listed('contacts/search', {});
      expect(items.find(({ id }) => id === contact.id)).toMatchObject({
        customerNumber: null,
        unreadable: [{ reason: 'altered', row: contact.id, epoch: 0 }],
      });
    });

    it('says that its key is destroyed', async () => {
      const contact = await aStoredContact(site, { phone: '+37255511104' });
      await site.databases.keyring.database.rows('delete from subject_key where owner_id = $1', [contact.customerOwner]);
      const items = await listed('contacts/search', {});
      expect(items.find(({ id }) => id === contact.id)).toMatchObject({
        customerNumber: null,
        unreadable: [{ reason: 'key-destroyed', row: contact.id, ownerId: contact.customerOwner }],
      });
    });

    it('is on record when it was altered, and counted by an event of four references and codes', async () => {
      const recorded = jest.spyOn(diagnostics, 'record');
      const contact = await aStoredContact(site, { phone: '+37255511105' });
      await alteredContact(contact.id, 'length(customer_number) - 1');
      await listed('contacts/search', { phone: '+37255511105' });
      const found = await site.databases.operative.database.rows(
        `select actor, object_kind, object_id, columns from audit_outbox where action = 'seal.altered' and object_id = $1`,
        [contact.id],
      );
      const object = { object_kind: 'operative.contact', object_id: contact.id, columns: ['customer_number'] };
      expect(found).toEqual([{ actor: supervisor.id, ...object }]);
      const told = recorded.mock.calls.filter(([event]) => event.name === 'seal.altered');
      expect(told.map(([, values]) => Object.keys(values))).toEqual([['table', 'column', 'row', 'owner']]);
      recorded.mockRestore();
    });
  });

  it('leaves the rest of a contact to be revealed', async () => {
    const contact = await aStoredContact(site, { phone: '+37255511106' });
    await alteredContact(contact.id, 'length(customer_number) - 1');
    const answer = await site.request('POST', `contacts/${contact.id}/reveal`, { as: supervisor.as, body: { purpose } });
    expect(await answer.json()).toMatchObject({
      customerNumber: null,
      customerName: 'Mari Mets',
      unreadable: [{ reason: 'altered', column: 'customer_number', row: contact.id }],
    });
  });

  describe('in the directory', () => {
    const entered = async (fullName: string, phone: string): Promise<void> => {
      const body = { fullName, phones: [phone], emails: [] };
      expect((await site.request('POST', 'directory/entries', { as: supervisor.as, body })).status).toBe(201);
    };
    const flip = (table: string, column: string): Promise<void> =>
      rows('directory', `update ${table} set ${column} = set_byte(${column}, 40, get_byte(${column}, 40) # 1)`, []);

    it('takes no other row with it: a name', async () => {
      await entered('Õnne Õun', '+37257000001');
      await flip('person', 'full_name');
      await entered('Mati Mets', '+37257000002');
      const items = await listed('directory/search', { purpose });
      expect(items.map(({ fullName }) => fullName)).toEqual(expect.arrayContaining([null, 'Mati Mets']));
      expect(items.find(({ fullName }) => fullName === null)?.unreadable).toMatchObject([
        { reason: 'altered', table: 'directory.person', column: 'full_name', ownerClass: 'person', epoch: 1 },
      ]);
    });

    it('takes no other row with it: a number', async () => {
      await entered('Tiiu Tamm', '+37257000003');
      await flip('contact_point', 'value');
      const [found] = await listed('directory/search', { phone: '+37257000003', purpose });
      expect(found).toMatchObject({
        fullName: 'Tiiu Tamm',
        phones: [],
        unreadable: [{ reason: 'altered', table: 'directory.contact_point', ownerClass: 'contact-point' }],
      });
    });
  });
});
