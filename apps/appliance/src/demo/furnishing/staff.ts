import { Accounts, Passwords, UserAccount, newAccountIds, type NewAccount, type SealedDisplayName } from '@voxkeep/configuration';
import { VoxkeepError } from '@voxkeep/contracts';
import { DirectoryEntries, People, directorySealed } from '@voxkeep/directory';
import { newId } from '@voxkeep/platform';
import type { NewlyMade } from '../../first-run/first-administrator.js';
import { newOneTimePassword } from '../../first-run/one-time-password.js';
import { staffNames } from '../invented/names.js';
import { patiently } from '../patiently.js';
import { demo, type Site } from '../site.js';

/** An account of the demonstration that was made now. */
export interface NewStaff extends NewlyMade {
  readonly roleCode: string;
  readonly extension: string;
}

/** Makes the agents and the supervisor who are missing, with their lines in the directory; tells who was made. */
export async function furnishStaff(site: Site): Promise<readonly NewStaff[]> {
  const accounts = new Accounts(site.configuration, new Passwords());
  const taken = new Set((await patiently(() => accounts.list())).map(({ login }) => login));
  const missing = staffNames.filter(({ login }) => !taken.has(login));
  return Promise.all(missing.map((person) => employ(site, accounts, person)));
}

/** User ids in the order of the staff list; null where an account was removed or renamed. */
export async function findStaff(site: Site): Promise<readonly (string | null)[]> {
  const accounts = await new Accounts(site.configuration, new Passwords()).list();
  const idBy = new Map(accounts.map(({ login, id }) => [login, id]));
  return staffNames.map(({ login }) => idBy.get(login) ?? null);
}

async function employ(site: Site, accounts: Accounts, person: (typeof staffNames)[number]): Promise<NewStaff> {
  const { login, name, extension, roleCode } = person;
  const { id, personId } = newAccountIds();
  const oneTimePassword = newOneTimePassword();
  const account = { id, personId };
  const { displayName } = await site.staffSeals.seal(UserAccount, account, { displayName: name });
  const values: NewAccount = {
    ...{ id, personId, login, oneTimePassword, roleCodes: [roleCode] },
    displayName: (displayName as SealedDisplayName | undefined) ?? null,
    addresses: [{ kind: 'extension', value: extension }],
  };
  const outcome = await patiently(() => accounts.create(values, demo));
  if ('refused' in outcome) throw new VoxkeepError('demo.not-furnished', { refused: outcome.refused });
  await enter(site, personId, id, person);
  return { login, oneTimePassword, roleCode, extension };
}

async function enter(site: Site, personId: string, userId: string, person: (typeof staffNames)[number]): Promise<void> {
  const entryId = newId();
  const { fullName } = await site.staffSeals.seal(directorySealed.person, { id: personId }, { fullName: person.name });
  const entry = { id: entryId, personId };
  const { title } = await site.staffSeals.seal(directorySealed.directoryEntry, entry, { title: person.title });
  if (!fullName) throw new VoxkeepError('demo.not-furnished', { refused: 'unsealed' });
  const employee = { id: personId, kind: 'employee', fullName, givenName: null, familyName: null, language: 'en' } as const;
  await patiently(() => new People(site.directory).create(employee, [], demo));
  await patiently(() =>
    new DirectoryEntries(site.directory).put(
      { id: entryId, source: 'user', personId, userId, queueId: null, groupId: null, title: title ?? null, visible: true },
      demo,
    ),
  );
}
