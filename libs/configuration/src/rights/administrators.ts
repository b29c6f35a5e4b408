import type { Transaction } from '@voxkeep/platform';

export interface LastAdministrator {
  readonly refused: 'last-administrator';
}

// One user who can bring everybody else back: may manage all users and all roles.
const administrator = `
  select exists (
    select 1 from access.rights u
    join access.rights r on r.user_id = u.user_id and r.object_type = 'role' and r.access_type = 'manage' and r.object_id is null and r.may_use
    where u.object_type = 'user' and u.access_type = 'manage' and u.object_id is null and u.may_use) as there`;

/**
 * Runs a change that could take the last administrator away. Such changes queue up behind one lock, so that two at once cannot each
 * count on the other's administrator. `refuse` must roll the transaction back.
 */
export async function keepingAnAdministrator<T>(
  t: Transaction,
  refuse: (refusal: LastAdministrator) => never,
  change: () => Promise<T>,
): Promise<T> {
  await t.rows(`select pg_advisory_xact_lock(hashtextextended('configuration.administrators', 0))`);
  const before = await isThere(t);
  const changed = await change();
  if (before && !(await isThere(t))) refuse({ refused: 'last-administrator' });
  return changed;
}

async function isThere(t: Transaction): Promise<boolean> {
  const [row] = await t.rows<{ there: boolean }>(administrator);
  return row?.there === true;
}
