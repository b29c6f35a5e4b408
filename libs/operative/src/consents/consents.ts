import { domainEvent, type DomainEvent } from '@voxkeep/contracts';
import type { Database } from '@voxkeep/platform';
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
    return this.operative.transaction(async (t) => {
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
    });
  }

  /**
   * Writes a withdrawal that comes when the call is over, under `id`: what was given in the contact is given no more. Where no yes
   * stands nothing is written. A recorder that has a yes to tell must have told it.
   */
  async withdraw(contactId: string, withdrawal: Pick<NewConsent, 'id' | 'evidenceKind' | 'at'>, by: Actor): Promise<void> {
    const last = (await this.ofContact(contactId)).findLast(({ state }) => state !== 'asked');
    if (last?.state !== 'given') return;
    const nothingMore = { customerOwner: null, evidenceDetail: null, validUntil: null };
    await this.record({ ...last, ...nothingMore, ...withdrawal, state: 'withdrawn' }, by);
  }

  /** The latest answer, if it still holds at `now`: a question is no answer, and what ended or was closed by a reset is none any more. */
  async latestFor({ purpose, personId, contactPointIds, contactId }: ConsentOf, now: Date): Promise<ConsentRecord | undefined> {
    const [latest] = await this.operative.rows<object>(
      `select ${consentColumns} from consent
       where purpose = $1 and state <> 'asked' and not ${isArchived('consent')}
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
  async ofContact(contactId: string): Promise<readonly ConsentRecord[]> {
    const rows = await this.operative.rows<object>(
      `select ${consentColumns} from consent where contact_id = $1 order by at, id`,
      [contactId],
    );
    return rows.map((row) => consentRecord(row));
  }
}

/** What the other databases are told of a consent. */
export function consentEvents({ id: consentId, contactId, state, at: moment }: NewConsent): readonly DomainEvent[] {
  const at = moment.toISOString();
  if (state === 'expired') return [domainEvent('consent.expired.v1', { contactId, consentId, at })];
  if (contactId === null) return [];
  if (state === 'asked') return [domainEvent('consent.asked.v1', { contactId, at })];
  return [domainEvent(`consent.${state}.v1`, { contactId, consentId, at })];
}
