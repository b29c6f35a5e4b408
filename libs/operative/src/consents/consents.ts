import { domainEvent, type DomainEvent } from '@voxkeep/contracts';
import type { Database, Transaction } from '@voxkeep/platform';
import type { Actor } from '../contacts/contact-types.js';
import {
  consentColumns,
  consentParameters,
  consentRecord,
  insertConsents,
  isArchived,
  type ConsentRecord,
  type NewConsent,
} from './consent-rows.js';

export type { ConsentRecord, NewConsent } from './consent-rows.js';

/** What was said about one contact, told when no recorder heard it. `purpose`: of the recording; null: it is not known what it would be. */
export type WordOfContact = Pick<NewConsent, 'id' | 'evidenceKind' | 'at'> & {
  readonly state: 'given' | 'refused' | 'withdrawn';
  readonly purpose: string | null;
};

/** A no counts for every purpose, so that one whose purpose is not known stands under this. */
const anyPurpose = 'quality-check';

/** One of the three; the latest word counts, whatever it is about. */
export interface ConsentOf {
  readonly purpose: string;
  readonly personId?: string;
  readonly contactPointIds?: readonly string[];
  readonly contactId?: string;
}

/** What persons said about being recorded, and how that is known. */
export class Consents {
  constructor(private readonly operative: Database) {}

  /** Records an answer; the same id again changes nothing. An answer within a contact is told to the other databases. */
  record(consent: NewConsent, by: Actor): Promise<void> {
    return this.operative.transaction((t) => record(t, consent, by));
  }

  /**
   * Writes down under its `id` a no of which the call is over, or is nobody's to hear: whoever looks for what was said in the contact finds
   * it. Where the same no is the last word already nothing is written, nor in a contact that was erased. A recorder that has a yes to
   * tell must have told it.
   */
  writeNo(contactId: string, no: WordOfContact, by: Actor): Promise<void> {
    return this.operative.transaction((t) => writeWord(t, contactId, no, by));
  }

  /**
   * Writes down what was said of a contact that no recorder holds. It counts in the call that comes: a recorder that takes the contact
   * waits for this, and looks for it afterwards. `held`: one has taken it, and is to be told; nothing was written. A yes is written down
   * only for a call that may still come: `over` where none does, `purpose-unknown` where it is not known for what it was said.
   */
  writeUnheld(contactId: string, word: WordOfContact, by: Actor): Promise<'written' | 'held' | 'over' | 'purpose-unknown'> {
    return this.operative.transaction(async (t) => {
      const [open] = await t.rows<{ isHeld: boolean }>(
        'select recorder_id is not null as "isHeld" from contact where id = $1 and closed_at is null for update',
        [contactId],
      );
      if (open?.isHeld) return 'held';
      if (word.state === 'given' && !open) return 'over';
      if (word.state === 'given' && word.purpose === null) return 'purpose-unknown';
      await writeWord(t, contactId, word, by);
      return 'written';
    });
  }

  /**
   * The latest answer, if it still holds at `now`: a question is no answer, and what ended or was closed by a reset is none any more. A no
   * that is about the contact itself counts for every purpose.
   */
  async latestFor({ purpose, personId, contactPointIds, contactId }: ConsentOf, now: Date): Promise<ConsentRecord | undefined> {
    const [latest] = await this.operative.rows<object>(
      `select ${consentColumns} from consent
       where (purpose = $1 or contact_id = $4 and state in ('refused', 'withdrawn')) and state <> 'asked' and not ${isArchived('consent')}
         and (person_id = $2 or contact_point_id = any($3::uuid[]) or contact_id = $4)
       order by at desc, id desc limit 1`,
      [purpose, personId, contactPointIds, contactId],
    );
    const found = latest && consentRecord(latest);
    if (found === undefined || found.state === 'expired') return undefined;
    return found.validUntil !== null && found.validUntil <= now ? undefined : found;
  }

  /** A row by its id. */
  async find(consentId: string): Promise<ConsentRecord | undefined> {
    const [found] = await this.operative.rows<object>(`select ${consentColumns} from consent where id = $1`, [consentId]);
    return found && consentRecord(found);
  }

  /** Everything that was asked and answered in a contact, in order; also of a contact that has moved to history. */
  ofContact(contactId: string): Promise<readonly ConsentRecord[]> {
    return saidIn(this.operative, contactId);
  }
}

async function saidIn(database: Database | Transaction, contactId: string): Promise<readonly ConsentRecord[]> {
  const rows = await database.rows<object>(`select ${consentColumns} from consent where contact_id = $1 order by at, id`, [
    contactId,
  ]);
  return rows.map((row) => consentRecord(row));
}

async function record(t: Transaction, consent: NewConsent, by: Actor): Promise<void> {
  const [recorded] = await t.rows<{ recordedBy: string | null }>(insertConsents, consentParameters([consent], by));
  if (recorded === undefined) return;
  await t.append(...consentEvents(consent));
  await t.audit({
    action: `consent.${consent.state}`,
    actor: recorded.recordedBy ?? by,
    object: { kind: 'consent', id: consent.id },
    subject: consent.personId ?? consent.contactPointId ?? consent.contactId ?? consent.id,
    purpose: consent.purpose,
  });
}

async function writeWord(t: Transaction, contactId: string, { purpose, ...word }: WordOfContact, by: Actor): Promise<void> {
  const [erased] = await t.rows('select 1 from erased_contact where contact_id = $1', [contactId]);
  const said = await saidIn(t, contactId);
  if (erased !== undefined || said.findLast(({ state }) => state !== 'asked')?.state === word.state) return;
  const last = said.at(-1) ?? { personId: null, contactPointId: null, channel: 'voice', wordingVersion: null };
  const nothingMore = { customerOwner: null, evidenceDetail: null, validUntil: null };
  const forPurpose = { purpose: purpose ?? said.at(-1)?.purpose ?? anyPurpose };
  await record(t, { ...last, ...nothingMore, ...word, ...forPurpose, contactId }, by);
}

/** What the other databases are told of a consent. */
export function consentEvents({ id: consentId, contactId, state, at: moment }: NewConsent): readonly DomainEvent[] {
  const at = moment.toISOString();
  if (state === 'expired') return [domainEvent('consent.expired.v1', { contactId, consentId, at })];
  if (contactId === null) return [];
  if (state === 'asked') return [domainEvent('consent.asked.v1', { contactId, at })];
  return [domainEvent(`consent.${state}.v1`, { contactId, consentId, at })];
}
