import { Inject, Injectable } from '@nestjs/common';
import { Seals } from '@voxkeep/keyring';
import { operativeSealed } from '@voxkeep/operative';
import { maskPhone, type Sealed } from '@voxkeep/personal-data';
import type { SignedIn } from '@voxkeep/platform';
import { Stores, type ContactStore } from '../access/stores.js';

interface Numbered {
  readonly id: string;
  readonly store: ContactStore;
  readonly customerOwner: string | null;
  readonly customerNumber: Sealed | null;
}

/** Opens the customers' numbers of a page and keeps their last two digits: one audit entry and one keyring call per page. */
@Injectable()
export class MaskedNumbers {
  constructor(
    @Inject(Stores) private readonly stores: Stores,
    @Inject(Seals) private readonly seals: Seals,
  ) {}

  /** Masked numbers by contact id; a withheld or destroyed one is absent. The entry lies where the first row came from. */
  async of(rows: readonly Numbered[], by: SignedIn, action: string): Promise<ReadonlyMap<string, string>> {
    const [first] = rows;
    const masked = new Map<string, string>();
    if (!first) return masked;
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
    const opened = await this.seals.open(audited, operativeSealed.contact, rows, ['customerNumber']);
    for (const [id, { customerNumber }] of opened) {
      if (customerNumber !== undefined && customerNumber !== 'key-destroyed')
        masked.set(id, maskPhone(customerNumber.reveal(audited)));
    }
    return masked;
  }
}
