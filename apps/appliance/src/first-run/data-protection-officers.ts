import { accessTypesOf, guardedObjectTypes } from '@voxkeep/access';
import type { ObjectType } from '@voxkeep/contracts';
import type { Surroundings } from '../supervision/environment.js';
import { withAccounts, type AccountKeeper } from './account-keeper.js';
import type { NewlyMade } from './first-administrator.js';
import { newOneTimePassword } from './one-time-password.js';

/** What needs two persons needs two of them from the first day. */
const officers = [
  { login: 'dpo', name: 'Data Protection Officer' },
  { login: 'dpo.deputy', name: 'Deputy Data Protection Officer' },
] as const;

const appointedBy = 'system:appliance';

/** Appoints a Data Protection Officer and a deputy, and says who was appointed now. Accounts that exist are left as they are. */
export function ensureDataProtectionOfficers(surroundings: Surroundings): Promise<readonly NewlyMade[]> {
  return withAccounts(surroundings, async (keeper) => {
    const made: NewlyMade[] = [];
    const taken = new Set((await keeper.accounts.list()).map(({ login }) => login));
    for (const { login, name } of officers) {
      if (!taken.has(login)) made.push(await appoint(keeper, login, name));
    }
    return made;
  });
}

async function appoint({ accounts, rights, prepare }: AccountKeeper, login: string, name: string): Promise<NewlyMade> {
  const oneTimePassword = newOneTimePassword();
  const account = await prepare(name);
  await accounts.create({ ...account, login, oneTimePassword }, appointedBy);
  const holder = { kind: 'user', id: account.id } as const;
  for (const objectType of guardedObjectTypes) await grantAll(rights, holder, objectType);
  await rights.grant(
    { holder, objectType: 'audit-trail', objectId: null, accessType: 'view', mayUse: true, mayGrant: false },
    appointedBy,
  );
  return { login, oneTimePassword };
}

async function grantAll(
  rights: AccountKeeper['rights'],
  holder: { kind: 'user'; id: string },
  objectType: ObjectType,
): Promise<void> {
  for (const accessType of accessTypesOf(objectType)) {
    await rights.grant({ holder, objectType, objectId: null, accessType, mayUse: true, mayGrant: false }, appointedBy);
  }
}
