import { Inject, Injectable } from '@nestjs/common';
import { KEYRING, type KeyringClient } from '@voxkeep/keyring';
import { sealText } from '@voxkeep/personal-data';

/**
 * Seals the words with which somebody states a purpose: they may name the customer, so they die with the contact's key while
 * the audit row itself stays provable (04 g).
 */
@Injectable()
export class PurposeText {
  constructor(@Inject(KEYRING) private readonly keyring: KeyringClient) {}

  /** The sealed text for an audit entry; undefined without a text or when the contact's key is gone. */
  async seal(
    text: string | undefined,
    contact: { readonly id: string; readonly customerOwner: string | null },
  ): Promise<{ readonly detail?: Buffer }> {
    const { id: rowId, customerOwner: ownerId } = contact;
    if (text === undefined || text === '' || ownerId === null) return {};
    const ownerClass = 'contact-customer';
    const ring = await this.keyring.mint([{ ownerId, ownerClass }], ['contact']);
    try {
      const epoch = ring.epochOf(ownerId, ownerClass, 'contact');
      const key = ring.key(ownerId, ownerClass, 'contact', epoch);
      if (!key || epoch === undefined) return {};
      const place = { domain: 'contact', entity: 'operative.audit_outbox', column: 'sealed_detail', epoch } as const;
      return { detail: sealText(key, { ...place, rowId, ownerId, ownerClass }, text) };
    } finally {
      ring.zero();
    }
  }
}
