import { Inject, Injectable } from '@nestjs/common';
import { Accounts, Rights } from '@voxkeep/configuration';
import type { Wording } from './wording.js';

/** The code of a role that is no role of the product: who may protect personal data is appointed by hand, person by person. */
export const officer = 'dpo';

/** What members of staff are, as a report names them (C-579/21). */
@Injectable()
export class StaffRoles {
  constructor(
    @Inject(Accounts) private readonly accounts: Accounts,
    @Inject(Rights) private readonly rights: Rights,
  ) {}

  /** Codes of what each account is: officer first, then its own roles and those of its groups. */
  async all(): Promise<ReadonlyMap<string, readonly string[]>> {
    const [accounts, held, officers] = await Promise.all([
      this.accounts.list(),
      this.rights.rolesHeld(),
      this.rights.holdersOf('personal-data-protection', 'use'),
    ]);
    const isOfficer = (id: string) => officers.get(id)?.some(({ mayUse }) => mayUse) === true;
    return new Map(
      accounts.map(({ id, roles }) => [
        id,
        [...new Set([...(isOfficer(id) ? [officer] : []), ...roles, ...(held.get(id) ?? [])])],
      ]),
    );
  }
}

/** The roles of an account in words, or undefined for one that holds none. */
export function rolesInWords(
  roles: ReadonlyMap<string, readonly string[]>,
  userId: string,
  wording: Wording,
): string | undefined {
  const held = roles.get(userId) ?? [];
  return held.length === 0 ? undefined : held.map((role) => wording.word(role)).join(', ');
}
