import { resolveRights, type Grant, type Memberships, type Right } from '@voxkeep/access';
import { freshDatabase, type FreshDatabase } from '../../../../test/support/database.js';
import { aSite, program, roleCount } from '../configuration.fixture.js';
import { configurationEntities } from '../entities.js';

let fresh: FreshDatabase;
let site: Awaited<ReturnType<typeof aSite>>;
beforeEach(async () => {
  fresh = await freshDatabase('configuration', configurationEntities);
  site = await aSite(fresh.database);
});
afterEach(() => fresh.drop());

const sameOrder = (rights: readonly Right[]) =>
  rights.map((right) => JSON.stringify(right, Object.keys({ ...right, ...right.through, kind: 0, through: 0 }).sort())).sort();

describe('the default roles in the database', () => {
  it('stand there once, however often they are seeded, also by two at once', async () => {
    await Promise.all([site.roles.seed(program), site.roles.seed(program)]);
    const roles = await site.roles.list();
    expect(roles).toHaveLength(roleCount);
    const [grants] = await fresh.database.rows<{ n: number }>('select count(*)::int as n from right_grant');
    await site.roles.seed(program);
    expect(await fresh.database.rows('select count(*)::int as n from right_grant')).toEqual([grants]);
  });

  it('are brought up to date when their version rises', async () => {
    await fresh.database.rows(`update role set version = 0 where code = 'agent'`);
    await fresh.database.rows(
      `delete from right_grant where holder_id = (select id from role where code = 'agent') and object_type = 'queue'`,
    );
    await site.roles.seed(program);
    const agent = (await site.roles.list()).find(({ code }) => code === 'agent')!;
    expect(agent.version).toBe(1);
    expect((await site.rights.listOf('role', agent.id)).some(({ objectType }) => objectType === 'queue')).toBe(true);
  });

  it('leave a site’s own role of the same code alone', async () => {
    await fresh.database.rows(`update role set seeded = false, version = 0 where code = 'agent'`);
    await site.roles.seed(program);
    expect((await site.roles.list()).find(({ code }) => code === 'agent')).toMatchObject({ seeded: false, version: 0 });
  });

  it('are copied to be edited, and edited only in the copy', async () => {
    const administrator = await site.aUser('system-administrator');
    const seeded = (await site.roles.list()).find(({ code }) => code === 'agent')!;
    const copy = (await site.roles.copy('agent', 'night-agent', administrator))!;
    const grant = (id: string): Grant => ({
      holder: { kind: 'role', id },
      objectType: 'skill',
      objectId: null,
      accessType: 'view',
      mayUse: true,
      mayGrant: false,
    });
    expect(await site.rights.grant(grant(seeded.id), administrator)).toEqual({ refused: 'not-held-with-grant' });
    expect(await site.rights.grant(grant(copy), administrator)).toHaveProperty('granted');
  });
});

describe('rights that reach a user', () => {
  it('are the same in SQL as in the pure resolver, through groups and roles', async () => {
    const [anna, bert] = [await site.aUser('agent'), await site.aUser()];
    const [sales, night] = [(await site.groups.create('Sales', program))!, (await site.groups.create('Night', program))!];
    await site.groups.addMember(sales, anna, program);
    await site.groups.addMember(night, bert, program);
    await site.roles.addMember('supervisor', { kind: 'group', id: sales }, program);
    const grant = (kind: 'user' | 'group', id: string): Grant => ({
      holder: { kind, id },
      objectType: 'skill',
      objectId: null,
      accessType: 'view',
      mayUse: true,
      mayGrant: false,
    });
    for (const each of [grant('user', anna), grant('group', sales), grant('group', night)])
      await site.rights.grant(each, program);
    const roles = await site.roles.list();
    const role = (code: string) => roles.find((each) => each.code === code)!.id;
    const memberships: Memberships = {
      groups: [
        { id: sales, name: 'Sales', users: [anna] },
        { id: night, name: 'Night', users: [bert] },
      ],
      roles: [
        { id: role('agent'), code: 'agent', users: [anna], groups: [] },
        { id: role('supervisor'), code: 'supervisor', users: [], groups: [sales] },
      ],
    };
    const stored = await fresh.database.rows<Grant>(
      `select jsonb_build_object('kind', holder_kind, 'id', holder_id) as holder, object_type as "objectType", object_id as "objectId",
              access_type as "accessType", may_use as "mayUse", may_grant as "mayGrant" from right_grant`,
    );
    for (const user of [anna, bert]) {
      expect(sameOrder(await site.rights.heldBy(user))).toEqual(sameOrder(resolveRights(user, memberships, stored)));
    }
    expect((await site.rights.heldBy(anna)).map(({ through }) => through.kind)).toEqual(
      expect.arrayContaining(['direct', 'group', 'role', 'role-of-group']),
    );
  });

  it('are gone with the account', async () => {
    const anna = await site.aUser('supervisor');
    await site.accounts.disable(anna, program);
    expect(await site.rights.heldBy(anna)).toEqual([]);
  });

  it('answer who can do this', async () => {
    const [anna, bert] = [await site.aUser('supervisor'), await site.aUser('agent')];
    const holders = await site.rights.holdersOf('recording', 'listen-to-recording');
    expect([holders.has(anna), holders.has(bert)]).toEqual([true, false]);
  });
});

describe('a grant', () => {
  const dpo = (id: string, more: Partial<Grant> = {}): Grant => ({
    holder: { kind: 'user', id },
    objectType: 'personal-data-protection',
    objectId: null,
    accessType: 'use',
    mayUse: true,
    mayGrant: false,
    ...more,
  });

  it('of data protection goes from its appointer to a named person, and is audited as an appointment', async () => {
    const [administrator, officer] = [await site.aUser('system-administrator'), await site.aUser()];
    await site.rights.grant(dpo(administrator, { mayUse: false, mayGrant: true }), program);
    expect(await site.rights.grant(dpo(officer), administrator)).toHaveProperty('granted');
    expect(
      await fresh.database.rows(
        `select actor, object_id from audit_outbox where action = 'right.appoint' order by id desc limit 1`,
      ),
    ).toEqual([{ actor: administrator, object_id: officer }]);
  });

  it('of data protection is refused to whoever does not appoint, and to the appointer', async () => {
    const [administrator, appointer] = [await site.aUser('system-administrator'), await site.aUser('system-administrator')];
    await site.rights.grant(dpo(appointer, { mayUse: false, mayGrant: true }), program);
    const officer = await site.aUser();
    expect(await site.rights.grant(dpo(officer), administrator)).toEqual({ refused: 'not-held-with-grant' });
    expect(await site.rights.grant(dpo(appointer), appointer)).toEqual({ refused: 'never-oneself' });
  });

  it('of a role that edits roles is refused to a Data Protection Officer', async () => {
    const [administrator, officer] = [await site.aUser('system-administrator'), await site.aUser()];
    await site.rights.grant(dpo(officer), program);
    expect(await site.roles.addMember('system-administrator', { kind: 'user', id: officer }, administrator)).toEqual({
      refused: 'separation-of-duties',
    });
  });

  it('lets separated duties not meet when both are granted at the same moment', async () => {
    const [administrator, appointer, anna] = [
      await site.aUser('system-administrator'),
      await site.aUser('system-administrator'),
      await site.aUser(),
    ];
    await site.rights.grant(dpo(appointer, { mayUse: false, mayGrant: true }), program);
    const outcomes = await Promise.all([
      site.rights.grant(dpo(anna), appointer),
      site.roles.addMember('system-administrator', { kind: 'user', id: anna }, administrator),
    ]);
    expect(outcomes.filter((outcome) => 'refused' in outcome)).toEqual([{ refused: 'separation-of-duties' }]);
  });

  it('taken back acts at once', async () => {
    const anna = await site.aUser();
    const outcome = await site.rights.grant(dpo(anna), program);
    await site.rights.revoke((outcome as { granted: string }).granted, program);
    expect(await site.rights.heldBy(anna)).toEqual([]);
  });

  it('to a group is refused to somebody who would raise themselves by it', async () => {
    const administrator = await site.aUser('system-administrator');
    const group = (await site.groups.create('Listeners', administrator))!;
    await site.groups.addMember(group, administrator, administrator);
    expect(await site.roles.addMember('supervisor', { kind: 'group', id: group }, administrator)).toEqual({
      refused: 'raises-oneself',
    });
  });
});

describe('the last administrator', () => {
  const leaving = (id: string) => site.roles.removeMember('system-administrator', { kind: 'user', id }, program);

  it('cannot be disabled, removed or taken out of the role', async () => {
    const only = await site.aUser('system-administrator');
    const last = { refused: 'last-administrator' };
    expect([await site.accounts.disable(only, program), await site.accounts.remove(only, program), await leaving(only)]).toEqual([
      last,
      last,
      last,
    ]);
    expect(await site.accounts.find(only)).toMatchObject({ state: 'active', roles: ['system-administrator'] });
  });

  it('stays when two take each other away at the same moment', async () => {
    const [anna, bert] = [await site.aUser('system-administrator'), await site.aUser('system-administrator')];
    const outcomes = await Promise.all([site.accounts.disable(anna, bert), leaving(bert)]);
    expect(outcomes.filter((outcome) => 'refused' in outcome)).toEqual([{ refused: 'last-administrator' }]);
    expect([...(await site.rights.holdersOf('role', 'manage')).keys()]).toHaveLength(1);
  });

  it('may go when another stays, and loses the sessions with the role', async () => {
    const [anna] = [await site.aUser('system-administrator'), await site.aUser('system-administrator')];
    expect(await leaving(anna)).toEqual({ changed: true });
  });
});
