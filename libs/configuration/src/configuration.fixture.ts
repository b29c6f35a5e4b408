import { defaultRoles } from '@voxkeep/access';
import { randomUUID } from 'node:crypto';
import type { Database } from '@voxkeep/platform';
import { Accounts, newAccountIds } from './accounts/accounts.js';
import { Rights } from './rights/rights.js';
import { Groups } from './rights/groups.js';
import { Roles } from './rights/roles.js';
import { Passwords } from './sign-in/passwords.js';

/** Cheap hashes: these tests are not about their cost. */
export const quickPasswords = new Passwords({ memoryCost: 1024, timeCost: 2, parallelism: 1 });
export const oneTimePassword = 'once-and-never-again';
export const program = 'system:test';

/** The keepers of a fresh database with its default roles, and shortcuts for users of it. */
export async function aSite(database: Database) {
  const accounts = new Accounts(database, quickPasswords);
  const [roles, groups, rights] = [new Roles(database), new Groups(database), new Rights(database)];
  await roles.seed(program);
  const aUser = async (...roleCodes: readonly string[]): Promise<string> => {
    const ids = newAccountIds();
    const outcome = await accounts.create(
      { ...ids, login: `user-${randomUUID()}`, displayName: null, oneTimePassword, roleCodes },
      program,
    );
    if ('refused' in outcome) throw new Error(outcome.refused);
    return outcome.created;
  };
  return { database, accounts, roles, groups, rights, aUser };
}
export const roleCount = defaultRoles.length;
