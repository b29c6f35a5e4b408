import { Sealed } from '@voxkeep/personal-data';
import { freshDatabase, type FreshDatabase } from '../../../../test/support/database.js';
import { aSite, oneTimePassword, program } from '../configuration.fixture.js';
import { configurationEntities } from '../entities.js';
import { Addresses } from './addresses.js';
import { newAccountIds } from './accounts.js';

let fresh: FreshDatabase;
let site: Awaited<ReturnType<typeof aSite>>;
beforeEach(async () => {
  fresh = await freshDatabase('configuration', configurationEntities);
  site = await aSite(fresh.database);
});
afterEach(() => fresh.drop());

const first = (login = 'root') => ({
  ...newAccountIds(),
  login,
  displayName: new Sealed<'configuration.user_account.display_name'>(Buffer.alloc(64, 1)),
  oneTimePassword,
  roleCodes: ['system-administrator'],
  rights: [{ objectType: 'personal-data-protection', objectId: null, accessType: 'use', mayUse: false, mayGrant: true } as const],
});

describe('the first account', () => {
  it('gets its roles and the right to appoint, without using it', async () => {
    const outcome = await site.accounts.createFirst(first());
    const { created } = outcome as { created: string };
    expect(await site.accounts.find(created)).toMatchObject({
      login: 'root',
      mustChangePassword: true,
      roles: ['system-administrator'],
    });
    expect((await site.rights.heldBy(created)).filter(({ through }) => through.kind === 'direct')).toMatchObject([
      { objectType: 'personal-data-protection', mayUse: false, mayGrant: true },
    ]);
  });

  it('is made once, also by two installers at once', async () => {
    const outcomes = await Promise.all([site.accounts.createFirst(first('one')), site.accounts.createFirst(first('two'))]);
    expect(outcomes.filter((outcome) => 'refused' in outcome)).toEqual([{ refused: 'already-set-up' }]);
  });

  it('gives its sealed name back as an envelope and nothing else', async () => {
    const { created } = (await site.accounts.createFirst(first())) as { created: string };
    const name = (await site.accounts.find(created))?.displayName;
    expect(String(name)).toBe('‹sealed›');
    expect(name?.envelope).toEqual(Buffer.alloc(64, 1));
  });
});

describe('an account', () => {
  it('is refused under a login that is taken, whatever its case', async () => {
    const account = () => ({ ...newAccountIds(), login: 'Anna', displayName: null, oneTimePassword });
    await site.accounts.create(account(), program);
    expect(await site.accounts.create({ ...account(), login: 'ANNA ' }, program)).toEqual({ refused: 'login-taken' });
  });

  it('is not made at all when one of its roles is refused', async () => {
    const supervisor = await site.aUser('supervisor');
    const outcome = await site.accounts.create(
      { ...newAccountIds(), login: 'anna', displayName: null, oneTimePassword, roleCodes: ['agent'] },
      supervisor,
    );
    expect(outcome).toEqual({ refused: 'not-held-with-grant' });
    expect((await site.accounts.list()).map(({ login }) => login)).not.toContain('anna');
  });

  it('that is removed leaves no right, no address and no way to sign in, and tells of it', async () => {
    const anna = await site.aUser('agent');
    await new Addresses(fresh.database).assign(anna, [{ kind: 'extension', value: '201' }], program);
    expect(await site.accounts.remove(anna, program)).toEqual({ changed: true });
    const left = await fresh.database.rows(
      `select (select count(*) from role_member where member_id = $1) + (select count(*) from user_address where user_id = $1)
            + (select count(*) from user_credential where user_id = $1) as n`,
      [anna],
    );
    expect(left).toEqual([{ n: '0' }]);
    expect(await fresh.database.rows(`select payload ->> 'userId' as id from outbox where type = 'user.removed.v1'`)).toEqual([
      { id: anna },
    ]);
  });

  it('is not enabled when separated duties would meet in it', async () => {
    const anna = await site.aUser();
    const dpo = {
      holder: { kind: 'user', id: anna },
      objectType: 'personal-data-protection',
      objectId: null,
      accessType: 'use',
      mayUse: true,
      mayGrant: false,
    } as const;
    await site.rights.grant(dpo, program);
    await site.accounts.disable(anna, program);
    await site.roles.addMember('system-administrator', { kind: 'user', id: anna }, program);
    expect(await site.accounts.enable(anna, program)).toEqual({ refused: 'separation-of-duties' });
    expect(await site.accounts.find(anna)).toMatchObject({ state: 'disabled' });
  });
});
