import { held, sales, support } from '../access.fixture.js';
import { decide } from './decide.js';
import { explain } from './explain.js';
import { resolveRights } from './resolve-rights.js';

describe('a decision', () => {
  it('refuses what no right names', () => {
    expect(decide([held('queue', 'view')], { objectType: 'trunk', accessType: 'view' })).toEqual({ allowed: false, because: [] });
  });
  it('allows on one object only there', () => {
    const rights = [held('queue', 'monitor', { objectId: sales })];
    const allowed = [sales, support, null, undefined].map(
      (objectId) =>
        decide(rights, { objectType: 'queue', accessType: 'monitor', ...(objectId !== undefined && { objectId }) }).allowed,
    );
    expect(allowed).toEqual([true, false, false, true]);
  });
  it('takes manage for the four that it stands for, and for nothing else', () => {
    const rights = [held('recording', 'manage')];
    const allowed = (['view', 'modify', 'create', 'delete', 'listen-to-recording'] as const).map(
      (accessType) => decide(rights, { objectType: 'recording', accessType }).allowed,
    );
    expect(allowed).toEqual([true, true, true, true, false]);
  });
  it('lets nobody delete what they may not see', () => {
    expect(decide([held('queue', 'delete')], { objectType: 'queue', accessType: 'delete' }).allowed).toBe(false);
  });
  it('does not take a right to pass on for a right to do', () => {
    expect(
      decide([held('recording', 'view', { mayUse: false, mayGrant: true })], { objectType: 'recording', accessType: 'view' })
        .allowed,
    ).toBe(false);
  });
  it('explains itself by every way', () => {
    const rights = [
      held('queue', 'manage', {
        through: { kind: 'role-of-group', roleId: 'r', role: 'queue-administrator', groupId: 'g', group: 'Sales' },
      }),
      held('queue', 'view', { objectId: sales }),
    ];
    expect(explain(decide(rights, { objectType: 'queue', accessType: 'view', objectId: sales }))).toEqual([
      { key: 'access.role-of-group', role: 'queue-administrator', group: 'Sales', scope: 'all', implied: true },
      { key: 'access.direct', scope: 'one', implied: false },
    ]);
  });
  it('explains a refusal', () => {
    expect(explain(decide([], { objectType: 'queue', accessType: 'view' }))).toEqual([{ key: 'access.none' }]);
  });
});

describe('rights that reach a user', () => {
  const grant = (kind: 'user' | 'group' | 'role', id: string) =>
    ({ holder: { kind, id }, objectType: 'queue', objectId: null, accessType: 'view', mayUse: true, mayGrant: false }) as const;
  const memberships = {
    groups: [
      { id: 'g1', name: 'Sales', users: ['anna'] },
      { id: 'g2', name: 'Night', users: ['bert'] },
    ],
    roles: [{ id: 'r1', code: 'supervisor', users: ['anna'], groups: ['g1', 'g2'] }],
  };
  it('come directly, through a group, through a role and through a role of a group', () => {
    const rights = resolveRights('anna', memberships, [grant('user', 'anna'), grant('group', 'g1'), grant('role', 'r1')]);
    expect(rights.map((right) => right.through.kind)).toEqual(['direct', 'group', 'role', 'role-of-group']);
  });
  it('do not come from the groups and grants of others', () => {
    expect(resolveRights('anna', memberships, [grant('user', 'bert'), grant('group', 'g2')])).toEqual([]);
  });
});
