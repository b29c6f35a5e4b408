import { Seals, connectKeyring } from '@voxkeep/keyring';
import type { DatabaseName } from '@voxkeep/contracts';
import { configurationEntities } from '@voxkeep/configuration';
import { directoryEntities } from '@voxkeep/directory';
import { operativeEntities } from '@voxkeep/operative';
import { outboundEntities } from '@voxkeep/outbound';
import type { EntityClass } from '@voxkeep/platform';
import { freshDatabase, type FreshDatabase } from '../../../../test/support/database.js';
import { startKeyring, type TestKeyring } from '../../../../test/support/keyring.js';
import { Roles } from '@voxkeep/configuration';
import { furnish, pastContactsOf } from './furnish.js';
import { furnishPolicies } from './furnishing/policies.js';
import { furnishStaff } from './furnishing/staff.js';
import { once } from './once.js';
import type { Site } from './site.js';

const counted: readonly (readonly [database: DatabaseName, table: string])[] = [
  ...(['consent_policy', 'recording_policy', 'queue', 'trunk', 'user_account', 'user_address', 'role_member'] as const).map(
    (table) => ['configuration', table] as const,
  ),
  ...(['person', 'contact_point', 'person_contact_point', 'directory_entry'] as const).map(
    (table) => ['directory', table] as const,
  ),
  ...(['contact', 'contact_party', 'consent', 'recording_outcome', 'outbox'] as const).map(
    (table) => ['operative', table] as const,
  ),
  ...(['campaign', 'call_list', 'customer', 'customer_phone', 'blocked_number', 'list_import'] as const).map(
    (table) => ['outbound', table] as const,
  ),
];

describe('furnishing a demonstration site', () => {
  const fresh = new Map<string, FreshDatabase>();
  let keyring: TestKeyring;
  let site: Site & { close(): void };

  const open = async (name: DatabaseName, entities: readonly EntityClass[]) => {
    const made = await freshDatabase(name, entities);
    fresh.set(name, made);
    return made.database;
  };
  const furnishAll = async () => {
    await once(site, 'policies', () => furnishPolicies(site, ['127.0.0.0/8']));
    const staff = await furnishStaff(site);
    await furnish(site);
    return staff.length;
  };
  const counts = async () => {
    const found: Record<string, number> = {};
    for (const [database, table] of counted) {
      const [row] = (await fresh.get(database)?.database.rows<{ n: number }>(`select count(*)::int as n from ${table}`)) ?? [];
      found[`${database}.${table}`] = row?.n ?? -1;
    }
    return found;
  };

  let first: Record<string, number>;
  let made: number;
  beforeAll(async () => {
    keyring = await startKeyring();
    const client = connectKeyring(keyring.socketOf('operations'), { watchDestructions: false });
    const staffClient = connectKeyring(keyring.socketOf('configurator'), { watchDestructions: false });
    site = {
      configuration: await open('configuration', configurationEntities),
      directory: await open('directory', directoryEntities),
      operative: await open('operative', operativeEntities),
      outbound: await open('outbound', outboundEntities),
      keyring: client,
      seals: new Seals(client),
      staffSeals: new Seals(staffClient),
      now: new Date(),
      timeZone: 'Europe/Tallinn',
      close: () => {
        client.close();
        staffClient.close();
      },
    };
    await new Roles(site.configuration).seed();
    made = await furnishAll();
    first = await counts();
  });
  afterAll(async () => {
    site.close();
    for (const each of fresh.values()) await each.drop();
    await keyring.stop();
  });

  it('has the text of the wording that its policy names', async () => {
    const [policy] = (await fresh
      .get('configuration')
      ?.database.rows<{ texts: number }>(
        `select (select count(*)::int from consent_wording w where w.version = p.wording_version) as texts from consent_policy p`,
      )) ?? [undefined];
    expect(policy?.texts).toBe(2);
  });

  it('names in the wording of every language each key that its policy takes', async () => {
    const asked = await fresh.get('configuration')?.database.rows<{ wording: string; keys: string[] }>(
      `select w.wording, array[p.accept_key, p.reject_key, p.withdrawal_sequence] as keys
       from consent_policy p join consent_wording w on w.version = p.wording_version`,
    );
    expect(asked?.length).toBe(2);
    expect(asked?.flatMap(({ wording, keys }) => keys.filter((key) => !wording.includes(key)))).toEqual([]);
  });

  it('makes policies, queues, a trunk and seven accounts', () => {
    expect(made).toBe(7);
    expect(first).toMatchObject({
      'configuration.consent_policy': 1,
      'configuration.recording_policy': 3,
      'configuration.queue': 3,
      'configuration.trunk': 1,
      'configuration.user_account': 7,
    });
  });

  it('puts 42 customers and the staff into the directory', () => {
    expect(first).toMatchObject({ 'directory.person': 49, 'directory.directory_entry': 49 });
  });

  it('writes the invented past, each contact closed and with its one outcome', async () => {
    const contacts = pastContactsOf(site).length;
    expect(first).toMatchObject({ 'operative.contact': contacts, 'operative.recording_outcome': contacts });
    expect(await site.operative.rows('select from contact where closed_at is null')).toEqual([]);
    expect(await site.operative.rows('select from recording')).toEqual([]);
  });

  it('writes each contact of the past in one transaction, so that no rule finds it open', async () => {
    const inParts = await site.operative.rows(
      `select payload->>'contactId' as id from outbox group by 1 having count(distinct txid) > 1`,
    );
    expect(inParts).toEqual([]);
  });

  it('makes a campaign with 25 customers and two blocked numbers', () => {
    expect(first).toMatchObject({ 'outbound.campaign': 1, 'outbound.customer': 25, 'outbound.blocked_number': 2 });
  });

  it('adds nothing the second time', async () => {
    expect(await furnishAll()).toBe(0);
    expect(await counts()).toEqual(first);
  });

  it('finishes what an interrupted furnishing has left, without a double', async () => {
    await site.configuration.rows(`delete from setting where key like 'demo.%'`);
    for (const table of ['list_import', 'customer_phone', 'customer']) await site.outbound.rows(`delete from ${table}`);
    expect(await furnishAll()).toBe(0);
    expect(await counts()).toEqual(first);
  });
});
