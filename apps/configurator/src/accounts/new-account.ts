import { randomInt } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { Accounts, UserAccount, newAccountIds, type CreateOutcome, type NewAccount } from '@voxkeep/configuration';
import { VoxkeepError, type http } from '@voxkeep/contracts';
import { People, directorySealed } from '@voxkeep/directory';
import { Seals } from '@voxkeep/keyring';
import type { z } from 'zod';
import { StaffEntries } from './staff-entries.js';

export type NewUser = z.output<typeof http.newUserBody>;

/** Letters and digits that nobody confuses when reading them out. */
const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789';
const groups = 4;
const lettersPerGroup = 5;

/** Makes an account and the person behind it; the name is sealed for both places under the person's own key. */
@Injectable()
export class NewAccounts {
  constructor(
    @Inject(Accounts) private readonly accounts: Accounts,
    @Inject(People) private readonly people: People,
    @Inject(Seals) private readonly seals: Seals,
    @Inject(StaffEntries) private readonly entries: StaffEntries,
  ) {}

  /** Creates the user; the one-time password is in the answer and nowhere else. */
  async create(user: NewUser, by: string): Promise<{ readonly outcome: CreateOutcome; readonly oneTimePassword: string }> {
    const { id, personId } = newAccountIds();
    const oneTimePassword = newOneTimePassword();
    const named = await this.seals.seal(UserAccount, { id, personId } as { id: string }, { displayName: user.displayName });
    const { fullName } = await this.seals.seal(directorySealed.person, { id: personId }, { fullName: user.displayName });
    if (!fullName) throw new VoxkeepError('account.unsealed');
    const account: NewAccount = {
      id,
      personId,
      login: user.login,
      displayName: (named.displayName ?? null) as NewAccount['displayName'],
      oneTimePassword,
      roleCodes: user.roleCodes,
      addresses: user.addresses,
    };
    const outcome = await this.accounts.create(account, by);
    if ('created' in outcome) {
      await this.people.create(
        { id: personId, kind: 'employee', fullName, givenName: null, familyName: null, language: 'en' },
        [],
        by,
      );
      await this.entries.follow({ id, personId }, by);
    }
    return { outcome, oneTimePassword };
  }
}

/** Twenty letters in four groups, about 98 bits: long enough to satisfy every password rule, short enough to be read out once. */
export function newOneTimePassword(): string {
  const letter = (): string => alphabet.charAt(randomInt(alphabet.length));
  const group = (): string => Array.from({ length: lettersPerGroup }, letter).join('');
  return Array.from({ length: groups }, group).join('-');
}
