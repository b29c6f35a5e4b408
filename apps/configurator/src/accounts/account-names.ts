import { Inject, Injectable } from '@nestjs/common';
import { UserAccount, type Account } from '@voxkeep/configuration';
import type { PurposeCode } from '@voxkeep/contracts';
import { noteAltered, Seals, type SealFault } from '@voxkeep/keyring';
import { PersonalValue } from '@voxkeep/personal-data';
import { Database, databaseToken, type SignedIn } from '@voxkeep/platform';

/** Names by account id, and what could not be read. */
export interface ReadNames {
  readonly names: ReadonlyMap<string, string>;
  readonly faults: readonly SealFault[];
}

/** Opens the sealed names of accounts: one audit entry and one keyring call for a whole list. */
@Injectable()
export class AccountNames {
  constructor(
    @Inject(databaseToken('configuration')) private readonly configuration: Database,
    @Inject(Seals) private readonly seals: Seals,
  ) {}

  /** Names by account id; an account without a readable name is left out. */
  async open(
    by: SignedIn,
    purpose: { readonly code: PurposeCode },
    accounts: readonly Account[],
  ): Promise<ReadonlyMap<string, string>> {
    return (await this.read(by, purpose, accounts)).names;
  }

  /** The same, with the rows and keys of names that cannot be read. */
  async read(by: SignedIn, purpose: { readonly code: PurposeCode }, accounts: readonly Account[]): Promise<ReadNames> {
    const audited = await this.configuration.recordAccess(by.access(purpose), {
      action: 'user.read-names',
      actor: by.userId,
      purpose: purpose.code,
      columns: ['display_name'],
      count: accounts.length,
    });
    const { values, faults } = await this.seals.openEach(audited, UserAccount, accounts, ['displayName']);
    await noteAltered(this.configuration, by.userId, faults);
    const names = new Map<string, string>();
    for (const [id, { displayName }] of values) {
      if (displayName instanceof PersonalValue) names.set(id, displayName.reveal(audited));
    }
    return { names, faults };
  }
}
