import { Inject, Injectable } from '@nestjs/common';
import type { http } from '@voxkeep/contracts';
import { Seals, type ReadValue } from '@voxkeep/keyring';
import { operativeSealed } from '@voxkeep/operative';
import { PersonalValue, type AuditedAccess } from '@voxkeep/personal-data';
import type { SignedIn } from '@voxkeep/platform';
import type { z } from 'zod';
import { PurposeText } from '../access/purpose-text.js';
import { Stores } from '../access/stores.js';
import { unreadableOf } from '../access/unreadable.js';
import type { StoredContact } from './stored-contact.js';

/** Shows the customer's number and name in full, once the read with its purpose is on record. */
@Injectable()
export class ContactReveal {
  constructor(
    @Inject(Stores) private readonly stores: Stores,
    @Inject(PurposeText) private readonly words: PurposeText,
    @Inject(Seals) private readonly seals: Seals,
  ) {}

  /** Null for what the contact does not have, or has no longer. */
  async reveal(contact: StoredContact, purpose: http.StatedPurpose, by: SignedIn): Promise<z.input<typeof http.revealedContact>> {
    const under = { contactId: contact.id };
    const audited = await this.stores.record(
      contact.store,
      by,
      { code: purpose.code },
      {
        action: 'contact.reveal',
        object: { kind: 'contact', id: contact.id },
        subject: contact.customerPointId ?? contact.id,
        columns: ['customer_number', 'customer_name'],
        count: 1,
        ...(await this.words.seal(purpose.text, contact)),
      },
      under,
    );
    const asked = ['customerNumber', 'customerName'] as const;
    const { values, faults } = await this.seals.openEach(audited, operativeSealed.contact, [contact], asked);
    await this.stores.noteAltered(contact.store, by, faults);
    const found = values.get(contact.id);
    return {
      customerNumber: shown(found?.customerNumber, audited),
      customerName: shown(found?.customerName, audited),
      ...unreadableOf(faults, contact.id),
    };
  }
}

function shown(value: ReadValue, audited: AuditedAccess): string | null {
  return value instanceof PersonalValue ? value.reveal(audited) : null;
}
