import { domainEvent, type ConsentState, type DomainEvent } from '@voxkeep/contracts';
import type { Sealed } from '@voxkeep/personal-data';
import type { Database } from '@voxkeep/platform';
import { withSealed } from '../contacts/contact-rows.js';
import type { Actor } from '../contacts/contact-types.js';

/** At least one of person, contact point and contact is known. */
export interface NewConsent {
  readonly id: string;
  readonly personId: string | null;
  readonly contactPointId: string | null;
  readonly contactId: string | null;
  readonly purpose: string;
  /** `voice`, `api`, … : where it was said. */
  readonly channel: string;
  readonly state: ConsentState;
  readonly wordingVersion: string | null;
  /** `digit`, `ivr`, `agent`, `api`, `standing`. */
  readonly evidenceKind: string;
  /** The contact's customer owner, demanded by `evidenceDetail`, which is sealed for `operativeSealed.consent`. */
  readonly customerOwner: string | null;
  readonly evidenceDetail: Sealed | null;
  readonly at: Date;
  readonly validUntil: Date | null;
}
export type ConsentRecord = NewConsent;

/** One of the three; the latest word counts, whatever it is about. */
export interface ConsentOf {
  readonly purpose: string;
  readonly personId?: string;
  readonly contactPointIds?: readonly string[];
  readonly contactId?: string;
}

const columns = `id, person_id as "personId", contact_point_id as "contactPointId", contact_id as "contactId", purpose, channel, state,
  wording_version as "wordingVersion", evidence_kind as "evidenceKind", customer_owner as "customerOwner",
  evidence_detail as "evidenceDetail", at, valid_until as "validUntil"`;

/** What persons said about being recorded, and how that is known. */
export class Consents {
  constructor(private readonly operative: Database) {}

  /** Records an answer; the same id again changes nothing. An answer within a contact is told to the other databases. */
  record(consent: NewConsent, by: Actor): Promise<void> {
    return this.operative.transaction(async (t) => {
      const [recorded] = await t.rows(
        `insert into consent (id, person_id, contact_point_id, contact_id, purpose, channel, state, wording_version, evidence_kind,
           customer_owner, evidence_detail, at, valid_until)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) on conflict do nothing returning id`,
        consentValues(consent),
      );
      if (recorded === undefined) return;
      await t.append(...eventsOf(consent));
      await t.audit({
        action: `consent.${consent.state}`,
        actor: by,
        object: { kind: 'consent', id: consent.id },
        subject: consent.personId ?? consent.contactPointId ?? consent.contactId ?? consent.id,
        purpose: consent.purpose,
      });
    });
  }

  /** The latest answer that still holds at `now`; `asked` is no answer. */
  async latestFor({ purpose, personId, contactPointIds, contactId }: ConsentOf, now: Date): Promise<ConsentRecord | undefined> {
    const [latest] = await this.operative.rows<object>(
      `select ${columns} from consent
       where purpose = $1 and state <> 'asked' and (valid_until is null or valid_until > $5)
         and (person_id = $2 or contact_point_id = any($3::uuid[]) or contact_id = $4)
       order by at desc, id desc limit 1`,
      [purpose, personId, contactPointIds, contactId, now],
    );
    return latest && withSealed<ConsentRecord>(latest, ['evidenceDetail']);
  }

  /** Everything that was asked and answered in a contact, in order; also of a contact that has moved to history. */
  async ofContact(contactId: string): Promise<readonly ConsentRecord[]> {
    const rows = await this.operative.rows<object>(`select ${columns} from consent where contact_id = $1 order by at, id`, [
      contactId,
    ]);
    return rows.map((row) => withSealed<ConsentRecord>(row, ['evidenceDetail']));
  }
}

function consentValues(c: NewConsent): readonly unknown[] {
  return [
    ...[c.id, c.personId, c.contactPointId, c.contactId, c.purpose, c.channel, c.state, c.wordingVersion, c.evidenceKind],
    ...[c.customerOwner, c.evidenceDetail?.envelope, c.at, c.validUntil],
  ];
}

function eventsOf({ id: consentId, contactId, state, at: moment }: NewConsent): readonly DomainEvent[] {
  if (contactId === null || state === 'expired') return [];
  const at = moment.toISOString();
  if (state === 'asked') return [domainEvent('consent.asked.v1', { contactId, at })];
  return [domainEvent(`consent.${state}.v1`, { contactId, consentId, at })];
}
