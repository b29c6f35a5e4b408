import type { ClosedContactDetail, ClosedContactRow } from '@voxkeep/history';
import type { ContactDetail, ContactRow } from '@voxkeep/operative';
import type { ContactStore } from '../access/stores.js';

/** A row of a list with the database it lies in; both databases have the same shape. */
export type StoredRow = (ContactRow | ClosedContactRow) &
  Pick<ContactRow, 'waitsSince'> & { readonly store: ContactStore } & Erasable;

/** When the erasure of its person went through a contact; null: none did. The list of these stands in the operative database. */
interface Erasable {
  readonly erasedAt: Date | null;
}

/** A contact with all its children; consents stand in the operative database wherever the contact lies. */
export type StoredContact = (Omit<ContactDetail, 'consents' | 'isErased'> | ClosedContactDetail) &
  Erasable & {
    readonly store: ContactStore;
    readonly consents: ContactDetail['consents'];
  };

/** The agents of a contact, in the order in which they came. */
export function agentsOf({ parties }: Pick<StoredContact, 'parties'>): readonly string[] {
  return parties.flatMap(({ role, userId }) => (role === 'agent' && userId !== null ? [userId] : []));
}
