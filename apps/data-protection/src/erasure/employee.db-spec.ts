import { randomUUID } from 'node:crypto';
import { Accounts, Passwords, Sessions, newAccountIds } from '@voxkeep/configuration';
import { People, directorySealed } from '@voxkeep/directory';
import { Seals } from '@voxkeep/keyring';
import type { Sealed } from '@voxkeep/personal-data';
import { newId } from '@voxkeep/platform';
import type { http } from '@voxkeep/contracts';
import { Seeding } from '../canary.fixture';
import { Site } from '../data-protection.fixture';
import { Erasures } from './erasures';
import { Pace } from './pace';

const mari = { fullName: 'Mari Mägi', phone: '+37251234567', mark: 'customer' };

describe('the erasure of an employee', () => {
  let site: Site;
  let userId: string;
  let personId: string;
  let contactIds: readonly string[];

  const ask = (method: 'GET' | 'POST', path: string, body?: object, login = 'dpo') => site.ask(login, method, path, body);
  const erase = async () => {
    const subject = { personId, contactPointIds: [] };
    const verification = { level: 3, method: 'document-seen' };
    const id = (await ask('POST', 'cases', { kind: 'erasure', subject, verification })).body['id'] as string;
    const { planHash } = (await ask('GET', `cases/${id}/erasure`)).body as unknown as http.ErasurePreview;
    await ask('POST', `cases/${id}/approval`, { planHash }, 'deputy');
    await ask('POST', `cases/${id}/erasure`, { planHash, confirm: 'ERASE' }, 'deputy');
    await site.app.get(Erasures).settled();
    return id;
  };
  const count = async (table: string, column: string) =>
    (
      await site.of('configuration').rows<{ n: number }>(`select count(*)::int as n from ${table} where ${column} = $1`, [userId])
    )[0]?.n;

  beforeEach(async () => {
    site = await Site.start();
    for (const login of ['admin', 'dpo', 'deputy']) await site.appoint(login);
    Object.assign(site.app.get(Pace), { attempts: 5, pause: () => site.carryEvents(), recorderMs: 200 });
    const ids = newAccountIds();
    [userId, personId] = [ids.id, ids.personId];
    const sealed = await new Seals(site.operations).seal(directorySealed.person, { id: personId }, { fullName: 'Anna Agent' });
    const names = { fullName: sealed.fullName as Sealed, givenName: null, familyName: null };
    await new People(site.of('directory')).create(
      { id: personId, kind: 'employee', ...names, language: 'et' },
      [],
      'system:seed',
    );
    const account = { ...ids, login: 'anna.agent', displayName: null, oneTimePassword: randomUUID() };
    await new Accounts(site.of('configuration'), new Passwords()).create(account, 'system:appliance');
    await new Sessions(site.of('configuration')).open(userId, 'full');
    const seeding = new Seeding(site, newId());
    contactIds = (await seeding.canary(mari, await seeding.point('phone', '+3726123456'))).contactIds;
    await site.carryEvents();
    await site.of('reporting').rows('update contact_fact set agent_user_id = $1', [userId]);
  });
  afterEach(() => site.stop());

  it('destroys the account and everything that signs it in', async () => {
    await erase();
    const left = await Promise.all([
      count('user_account', 'id'),
      count('session', 'user_id'),
      site.of('configuration').rows('select 1 from user_credential where user_id = $1', [userId]),
    ]);
    expect(left).toEqual([0, 0, []]);
  });

  it('keeps the recordings of the company and the totals by agent', async () => {
    const totals = () =>
      site.of('reporting').rows('select agent_user_id, count(*), sum(handle_seconds) from contact_fact group by 1 order by 1');
    const before = await totals();
    await erase();
    const kept = await site
      .of('operative')
      .rows('select 1 from contact where id = any($1) and customer_number is not null', [contactIds]);
    expect([await totals(), kept.length]).toEqual([before, 1]);
  });

  it('is carried out by a process that cannot read a password hash', async () => {
    const url = site.urlOfDataProtection('configuration');
    await expect(site.asDataProtection(url, 'select password_hash from user_credential')).rejects.toMatchObject({
      code: '42501',
    });
  });
});
