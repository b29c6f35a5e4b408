import { domainEvent } from '@voxkeep/contracts';
import type { Database } from '@voxkeep/platform';
import type { Actor } from '../contacts/contact-types.js';

/** Contacts that an erasure detached from a person: late events about them change nothing any more. */
export class ErasedContacts {
  constructor(private readonly operative: Database) {}

  /** Notes contacts as erased under a case and tells the other databases. Twice is once. Answers how many are new. */
  record(contactIds: readonly string[], caseId: string, by: Actor): Promise<number> {
    return this.operative.transaction(async (t) => {
      const fresh = await t.rows<{ contactId: string }>(
        `insert into erased_contact (contact_id, case_id) select unnest($1::uuid[]), $2
         on conflict do nothing returning contact_id as "contactId"`,
        [contactIds, caseId],
      );
      const at = new Date().toISOString();
      await t.append(...fresh.map(({ contactId }) => domainEvent('contact.erased.v1', { contactId, at, caseId })));
      await t.audit({ action: 'contact.erase', actor: by, object: { kind: 'case', id: caseId }, count: fresh.length });
      return fresh.length;
    });
  }

  /** Which of these contacts are erased, wherever they lie, and since when. */
  async among(contactIds: readonly string[]): Promise<ReadonlyMap<string, Date>> {
    if (contactIds.length === 0) return new Map();
    const rows = await this.operative.rows<{ contactId: string; at: Date }>(
      'select contact_id as "contactId", at from erased_contact where contact_id = any($1::uuid[])',
      [contactIds],
    );
    return new Map(rows.map(({ contactId, at }) => [contactId, at]));
  }
}
