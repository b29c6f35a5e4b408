import { Inject, Injectable } from '@nestjs/common';
import { UserAccount, type Account } from '@voxkeep/configuration';
import type { PurposeCode } from '@voxkeep/contracts';
import { Seals } from '@voxkeep/keyring';
import { Database, databaseToken, type SignedIn } from '@voxkeep/platform';

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
    const audited = await this.configuration.recordAccess(by.access(purpose), {
      action: 'user.read-names',
      actor: by.userId,
      purpose: purpose.code,
      columns: ['display_name'],
      count: accounts.length,
    });
    const opened = await this.seals.open(audited, UserAccount, accounts, ['displayName']);
    const names = new Map<string, string>();
    for (const [id, { displayName }] of opened) {
      if (displayName !== undefined && displayName !== 'key-destroyed') names.set(id, displayName.reveal(audited));
    }
    return names;
  }
}
