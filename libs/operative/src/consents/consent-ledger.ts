import type { ConsentState } from '@voxkeep/contracts';
import type { Database, Transaction } from '@voxkeep/platform';
import type { Actor } from '../contacts/contact-types.js';
import {
  consentColumns,
  consentRecord,
  consentValues,
  insertedColumns,
  isArchived,
  subjectOf,
  type ConsentRecord,
  type NewConsent,
} from './consent-rows.js';

/** A row of the ledger: the last answer of its series. `archived`: closed by a reset. */
export type LedgerRow = ConsentRecord & LedgerFacts;
interface LedgerFacts {
  readonly recordedAt: Date;
  /** The user who entered it; null for a program, and once the account is erased. */
  readonly recordedBy: string | null;
  readonly archived: boolean;
}

/** What is looked for. Points and contacts are of one person: a row fits when it names one of either. */
export interface LedgerQuery {
  readonly about?: { readonly contactPointIds: readonly string[]; readonly contactIds: readonly string[] };
  readonly purpose?: string;
  readonly channel?: string;
  readonly state?: ConsentState;
  readonly wordingVersion?: string;
  readonly from?: Date;
  /** Not included. */
  readonly to?: Date;
  /** Rows that a reset closed instead of those in force. */
  readonly archived?: boolean;
  /** The id of the last row of the page before. */
  readonly after?: string;
  readonly limit: number;
}

const ledgerColumns = `${consentColumns}, consent.recorded_at as "recordedAt", consent.recorded_by as "recordedBy",
  ${isArchived('consent')} as archived`;

/** No later answer of the same series, among those in force or among those that a reset closed; a question is the last word only where nothing was answered. */
const isLastWord = `not exists (
  select from consent n
  where ${subjectOf('n')} = ${subjectOf('consent')} and n.purpose = consent.purpose and n.channel = consent.channel
    and ${isArchived('n')} = ${isArchived('consent')}
    and (consent.state = 'asked' or n.state <> 'asked')
    and ((consent.state = 'asked' and n.state <> 'asked') or (n.at, n.id) > (consent.at, consent.id)))`;

/** Reads the ledger: what every person said last, and all that was said before. Rows are only ever added. */
export class ConsentLedger {
  constructor(private readonly operative: Database) {}

  /** One page, newest first; at most `limit` rows. */
  async search(query: LedgerQuery): Promise<readonly LedgerRow[]> {
    const rows = await this.operative.rows<LedgerFacts>(
      `select ${ledgerColumns} from consent
       where ${isLastWord} and ${isArchived('consent')} = $9
         and ($1::uuid[] is null or contact_point_id = any($1) or contact_id = any($2)
           or contact_id in (select c.id from contact c where c.customer_point_id = any($1)))
         and ($3::text is null or purpose = $3) and ($4::text is null or channel = $4) and ($5::text is null or state = $5)
         and ($6::text is null or wording_version = $6)
         and ($7::timestamptz is null or at >= $7) and ($8::timestamptz is null or at < $8)
         and ($10::uuid is null or (at, id) < (select k.at, k.id from consent k where k.id = $10))
       order by at desc, id desc limit $11`,
      [
        ...[query.about?.contactPointIds, query.about?.contactIds, query.purpose, query.channel, query.state],
        ...[query.wordingVersion, query.from, query.to, query.archived ?? false, query.after, query.limit],
      ],
      'operative.consent.ledger',
    );
    return rows.map((row) => consentRecord(row));
  }

  /** All rows of the series that a row belongs to, oldest first; empty when there is no such row. */
  async seriesOf(consentId: string): Promise<readonly LedgerRow[]> {
    const rows = await this.operative.rows<LedgerFacts>(
      `select ${ledgerColumns} from consent join consent o on o.id = $1
         and ${subjectOf('consent')} = ${subjectOf('o')} and consent.purpose = o.purpose and consent.channel = o.channel
       order by consent.at, consent.id`,
      [consentId],
    );
    return rows.map((row) => consentRecord(row));
  }

  /** The last word for all contacts of a person, per purpose, of those that still hold at `now`. */
  async standingFor(
    of: { readonly personId: string | null; readonly contactPointIds: readonly string[] },
    now: Date,
  ): Promise<readonly ConsentRecord[]> {
    const rows = await this.operative.rows<object>(
      `select * from (
         select distinct on (consent.purpose) ${consentColumns} from consent
         where contact_id is null and state <> 'asked' and not ${isArchived('consent')}
           and (contact_point_id = any($1::uuid[]) or person_id = $2)
         order by consent.purpose, at desc, id desc) latest
       where state <> 'expired' and ("validUntil" is null or "validUntil" > $3)`,
      [of.contactPointIds, of.personId, now],
    );
    return rows.map((row) => consentRecord(row));
  }

  /** Calls that a recorder holds now with one of these contact points. */
  async liveContacts(contactPointIds: readonly string[]): Promise<readonly string[]> {
    const rows = await this.operative.rows<{ id: string }>(
      `select id from contact where customer_point_id = any($1::uuid[]) and closed_at is null and recorder_id is not null`,
      [contactPointIds],
    );
    return rows.map(({ id }) => id);
  }

  /** The contact point of a call that a recorder holds now; null when it is over or nobody knows yet who calls. */
  async liveCallerOf(contactId: string): Promise<string | null> {
    const [live] = await this.operative.rows<{ pointId: string | null }>(
      `select customer_point_id as "pointId" from contact where id = $1 and closed_at is null and recorder_id is not null`,
      [contactId],
    );
    return live?.pointId ?? null;
  }

  /** Takes over many rows in one transaction with one audit entry; a row that is there already, by what it says, is left out. */
  add(consents: readonly NewConsent[], by: Actor): Promise<readonly string[]> {
    return this.operative.transaction(async (t) => {
      const added: string[] = [];
      for (const consent of consents) if (await insertUnlessThere(t, consent, by)) added.push(consent.id);
      if (added.length > 0) await t.audit({ action: 'consent.import', actor: by, count: added.length });
      return added;
    });
  }
}

async function insertUnlessThere(t: Transaction, consent: NewConsent, by: Actor): Promise<boolean> {
  const [inserted] = await t.rows(
    `insert into consent (${insertedColumns})
     select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14
     where not exists (select from consent c where ${subjectOf('c')} = coalesce($4::uuid, $3::uuid, $2::uuid)
       and c.purpose = $5::text and c.channel = $6::text and c.state = $7::text and c.at = $12::timestamptz)
     returning id`,
    consentValues(consent, by),
  );
  return inserted !== undefined;
}
