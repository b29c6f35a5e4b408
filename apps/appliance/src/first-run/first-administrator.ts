import { accessTypesOf, guardedObjectTypes } from '@voxkeep/access';
import type { FirstAccount } from '@voxkeep/configuration';
import type { Surroundings } from '../supervision/environment.js';
import { withAccounts } from './account-keeper.js';
import { newOneTimePassword } from './one-time-password.js';

/** An account that was made now; the password is printed once and kept nowhere. */
export interface NewlyMade {
  readonly login: string;
  readonly oneTimePassword: string;
}

/**
 * The first administrator may appoint holders of data protection and customer consents, and use neither (06): whoever runs the
 * machine does not thereby read what people asked to have erased.
 */
const appointsOnly: NonNullable<FirstAccount['rights']> = guardedObjectTypes.flatMap((objectType) =>
  accessTypesOf(objectType).map((accessType) => ({ objectType, objectId: null, accessType, mayUse: false, mayGrant: true })),
);

/** Makes the account `admin` with a one-time password, when there is no account at all; `undefined` when there is one. */
export function ensureFirstAdministrator(surroundings: Surroundings): Promise<NewlyMade | undefined> {
  return withAccounts(surroundings, async ({ accounts, prepare }) => {
    if ((await accounts.list()).length > 0) return undefined;
    const login = 'admin';
    const oneTimePassword = newOneTimePassword();
    const account = {
      ...(await prepare('Administrator')),
      login,
      oneTimePassword,
      roleCodes: ['system-administrator'],
      rights: appointsOnly,
    };
    const outcome = await accounts.createFirst(account);
    return 'created' in outcome ? { login, oneTimePassword } : undefined;
  });
}
