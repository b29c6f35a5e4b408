import path from 'node:path';
import {
  Accounts,
  Passwords,
  Rights,
  UserAccount,
  configurationEntities,
  newAccountIds,
  type SealedDisplayName,
} from '@voxkeep/configuration';
import { Seals, connectKeyring } from '@voxkeep/keyring';
import { openDatabase } from '@voxkeep/platform';
import { databaseUrl } from '../../../../db/cluster/connect.js';
import { roleOf } from '../../../../db/cluster/registry.js';
import type { Surroundings } from '../supervision/environment.js';

/** Ids and sealed name of an account that is about to be made. */
export interface PreparedAccount {
  readonly id: string;
  readonly personId: string;
  readonly displayName: SealedDisplayName | null;
}

/** What making accounts needs: the keepers, and a sealed name under the key of a new person. */
export interface AccountKeeper {
  readonly accounts: Accounts;
  readonly rights: Rights;
  readonly prepare: (displayName: string) => Promise<PreparedAccount>;
}

/** Lends the keepers of accounts to `work`, through the configurator's own login role and keyring socket, and closes them again. */
export async function withAccounts<T>(surroundings: Surroundings, work: (keeper: AccountKeeper) => Promise<T>): Promise<T> {
  const role = roleOf('configurator');
  const url = databaseUrl(surroundings.addresses.main, 'configuration', role, surroundings.secretOf(role));
  const database = await openDatabase('configuration', { url, poolSize: 1, program: 'voxkeep appliance' }, configurationEntities);
  const keyring = connectKeyring(path.join(surroundings.layout.keyringSockets, 'configurator.sock'), {
    watchDestructions: false,
  });
  const seals = new Seals(keyring);
  const prepare = async (text: string): Promise<PreparedAccount> => {
    const ids = newAccountIds();
    const { displayName } = await seals.seal(UserAccount, ids, { displayName: text });
    return { ...ids, displayName: (displayName as SealedDisplayName | undefined) ?? null };
  };
  try {
    return await work({ accounts: new Accounts(database, new Passwords()), rights: new Rights(database), prepare });
  } finally {
    keyring.close();
    await database.close();
  }
}
