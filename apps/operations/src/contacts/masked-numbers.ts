import { Inject, Injectable } from '@nestjs/common';
import type { AuditAct } from '@voxkeep/contracts';
import { Seals, type SealFault } from '@voxkeep/keyring';
import { operativeSealed } from '@voxkeep/operative';
import { maskPhone, PersonalValue, type Sealed } from '@voxkeep/personal-data';
import type { SignedIn } from '@voxkeep/platform';
import { Stores, type ContactStore } from '../access/stores.js';

interface Numbered {
  readonly id: string;
  readonly store: ContactStore;
  readonly customerOwner: string | null;
  readonly customerNumber: Sealed | null;
}

/** Masked numbers by contact id, without those that were withheld; `faults` names the rows and keys of those that cannot be read. */
export interface PageNumbers {
  readonly masked: ReadonlyMap<string, string>;
  readonly faults: readonly SealFault[];
}

/** Opens the customers' numbers of a page and keeps their last two digits: one audit entry and one keyring call per page. */
@Injectable()
export class MaskedNumbers {
  constructor(
    @Inject(Stores) private readonly stores: Stores,
    @Inject(Seals) private readonly seals: Seals,
  ) {}

  /** What can be read of them; one that cannot takes no other with it. The entry lies where the first row came from. */
  async of(rows: readonly Numbered[], by: SignedIn, action: AuditAct): Promise<PageNumbers> {
    const [first] = rows;
    const masked = new Map<string, string>();
    if (!first) return { masked, faults: [] };
    const audited = await this.stores.record(
      first.store,
      by,
      { code: 'serve-customer' },
      {
        action,
        columns: ['customer_number'],
        count: rows.length,
        ...(rows.length === 1 && { subject: first.id }),
      },
    );
    // Archived rows carry the ciphertext of the operative column, so both open as one batch.
    const { values, faults } = await this.seals.openEach(audited, operativeSealed.contact, rows, ['customerNumber']);
    await this.stores.noteAltered(first.store, by, faults);
    for (const [id, { customerNumber }] of values) {
      if (customerNumber instanceof PersonalValue) masked.set(id, maskPhone(customerNumber.reveal(audited)));
    }
    return { masked, faults };
  }
}
