import type { Database } from '@voxkeep/platform';
import type { Actor } from '../contacts/contact-types.js';
import { isUntold } from '../endings/untold-endings.js';

/** Rows as PostgreSQL writes them to JSON: bytea as hex, sealed values as ciphertext. Columns are those of this database. */
export interface ArchivedContact {
  readonly contact: object;
  readonly parties: readonly object[];
  readonly events: readonly object[];
  readonly recordings: readonly object[];
  readonly segments: readonly object[];
  readonly gaps: readonly object[];
  readonly outcomes: readonly object[];
  readonly measures: readonly object[];
}

const lowestId = '00000000-0000-0000-0000-000000000000';

const children = [
  ['parties', 'contact_party'],
  ['events', 'contact_event'],
  ['recordings', 'recording'],
  ['segments', 'recording_segment'],
  ['gaps', 'recording_gap'],
  ['outcomes', 'recording_outcome'],
  ['measures', 'recording_measure'],
] as const;

const take = `
  select to_jsonb(c) as contact, ${children
    .map(
      ([name, table]) => `(select coalesce(jsonb_agg(to_jsonb(x)), '[]') from ${table} x where x.contact_id = c.id) as ${name}`,
    )
    .join(', ')}
  from contact c
  where c.closed_at < $1 and c.id > $2 and c.id < lowest_id_at($1) and c.attribution <> 'pending' and not ${isUntold}
  order by c.id limit $3`;

/** The way of closed contacts into history: take, let history receive, then remove here. Interrupted anywhere, it is run again. */
export class ContactArchive {
  constructor(private readonly operative: Database) {}

  /**
   * Contacts closed before `before` of which nothing is untold, whole, in ascending order from the one after `after`. Ciphertext is
   * copied as it is; no key is needed.
   */
  take(before: Date, limit: number, after = lowestId): Promise<readonly ArchivedContact[]> {
    return this.operative.rows<ArchivedContact>(take, [before, after, limit]);
  }

  /**
   * Removes contacts that history has committed. `erased` names those that an erasure went through meanwhile: history must
   * anonymise its copy of them (`ClosedContacts.detach`). Consents, keys and the list of erased contacts stay here.
   */
  remove(contactIds: readonly string[], by: Actor): Promise<{ readonly removed: number; readonly erased: readonly string[] }> {
    return this.operative.transaction(async (t) => {
      const gone = await t.rows('delete from contact where id = any($1::uuid[]) and closed_at is not null returning id', [
        contactIds,
      ]);
      for (const [, table] of children) await t.rows(`delete from ${table} where contact_id = any($1::uuid[])`, [contactIds]);
      const erased = await t.rows<{ id: string }>(
        'select contact_id as id from erased_contact where contact_id = any($1::uuid[])',
        [contactIds],
      );
      await t.audit({ action: 'contact.archive', actor: by, count: gone.length });
      return { removed: gone.length, erased: erased.map(({ id }) => id) };
    });
  }
}
