import { Inject, Injectable } from '@nestjs/common';
import { ClosedContacts } from '@voxkeep/history';
import { Contacts, ErasedContacts, type ContactQuery } from '@voxkeep/operative';
import { mergePages } from './merge-pages.js';
import type { StoredContact, StoredRow } from './stored-contact.js';

/** Where contacts lie: running and archived ones, and the list of those that were erased. */
@Injectable()
export class ContactShelves {
  constructor(
    @Inject(Contacts) private readonly contacts: Contacts,
    @Inject(ClosedContacts) private readonly closed: ClosedContacts,
    @Inject(ErasedContacts) private readonly erasures: ErasedContacts,
  ) {}

  /** One page of running and archived contacts together. */
  async search(query: ContactQuery): Promise<{ readonly items: readonly StoredRow[]; readonly next?: string }> {
    const [running, closed] = await Promise.all([this.contacts.search(query), this.closed.search(query)]);
    const erasures = await this.erasures.among([...running.items, ...closed.items].map(({ id }) => id));
    const erasedAt = (id: string) => erasures.get(id) ?? null;
    return mergePages<StoredRow>(
      { ...running, items: running.items.map((row) => ({ ...row, erasedAt: erasedAt(row.id), store: 'operative' })) },
      {
        ...closed,
        items: closed.items.map((row) => ({ ...row, erasedAt: erasedAt(row.id), waitsSince: null, store: 'history' })),
      },
      query.limit,
    );
  }

  /** The contact with this id, whoever may see it. */
  async get(contactId: string): Promise<Omit<StoredContact, 'consents'> | undefined> {
    const [running, closed, erasures] = await Promise.all([
      this.contacts.get(contactId),
      this.closed.get(contactId),
      this.erasures.among([contactId]),
    ]);
    const erasedAt = erasures.get(contactId) ?? null;
    if (running) return { ...running, erasedAt, store: 'operative' };
    return closed && { ...closed, erasedAt, store: 'history' };
  }
}
