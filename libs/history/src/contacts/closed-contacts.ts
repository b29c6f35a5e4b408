import { timeOfId, type Database, type Transaction } from '@voxkeep/platform';
import { archivedId, childTables, type ArchivedContact } from './archived-contact.js';
import { getClosedContact, type ClosedContactDetail } from './closed-contact-detail.js';
import { findForPlayback, type ClosedPlaybackRecording } from './find-for-playback.js';
import { searchClosedContacts, type ClosedContactPage, type ClosedContactQuery } from './search-closed-contacts.js';

/** Contacts that have ended, read-mostly; the same search and the same shapes as in the operative database. */
export class ClosedContacts {
  constructor(private readonly history: Database) {}

  /** Takes a batch over, whole or not at all. A contact that is here already stays as it is. Answers how many are new. */
  receive(batch: readonly ArchivedContact[], by: string): Promise<number> {
    if (batch.length === 0) return Promise.resolve(0);
    return this.history.transaction(async (t) => {
      await ensureMonths(t, batch.map(archivedId));
      const fresh = await insertInto(
        t,
        'closed_contact',
        batch.map(({ contact }) => contact),
      );
      for (const [name, table] of childTables)
        await insertInto(
          t,
          table,
          batch.flatMap((archived) => archived[name]),
        );
      await t.audit({ action: 'contact.receive', actor: by, count: fresh });
      return fresh;
    });
  }

  /** Detaches contacts from their person that an erasure went through while they were on their way here. */
  detach(contactIds: readonly string[], by: string): Promise<void> {
    return this.history.transaction(async (t) => {
      await t.rows(
        `update closed_contact set customer_point_id = null, customer_number = null, customer_name = null, attributes = null
         where id = any($1::uuid[])`,
        [contactIds],
      );
      for (const table of ['closed_contact_party', 'closed_contact_event', 'closed_recording_segment', 'closed_recording_gap']) {
        await t.rows(`delete from ${table} where contact_id = any($1::uuid[])`, [contactIds]);
      }
      await t.audit({ action: 'contact.detach', actor: by, count: contactIds.length });
    });
  }

  /** One page, newest first, with outcomes, recordings and agents; the cursor is that of the operative search. */
  search(query: ClosedContactQuery): Promise<ClosedContactPage> {
    return searchClosedContacts(this.history, query);
  }

  /** A closed contact with everything that hangs off it; its consents stay in the operative database (`Consents.ofContact`). */
  get(contactId: string): Promise<ClosedContactDetail | undefined> {
    return getClosedContact(this.history, contactId);
  }

  /** A recording with what decides who may hear it and what is needed to play it. */
  forPlayback(recordingId: string): Promise<ClosedPlaybackRecording | undefined> {
    return findForPlayback(this.history, recordingId);
  }
}

/** Makes the partitions of every month in the batch. */
async function ensureMonths(t: Transaction, ids: readonly string[]): Promise<void> {
  const months = new Set(ids.map((id) => `${timeOfId(id).toISOString().slice(0, 7)}-01`));
  for (const month of months) await t.rows('select ensure_closed_contact_partitions($1::date, 1)', [month]);
}

/** Copies rows by column name; what is sealed goes through as ciphertext. */
async function insertInto(t: Transaction, table: string, rows: readonly object[]): Promise<number> {
  if (rows.length === 0) return 0;
  const inserted = await t.rows(
    `insert into ${table} select * from jsonb_populate_recordset(null::${table}, $1::jsonb) on conflict do nothing returning 1`,
    [JSON.stringify(rows)],
  );
  return inserted.length;
}
