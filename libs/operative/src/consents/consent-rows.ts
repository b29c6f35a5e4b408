import type { ConsentEvidenceKind, ConsentState } from '@voxkeep/contracts';
import type { Sealed } from '@voxkeep/personal-data';
import { withSealed } from '../contacts/contact-rows.js';

/** At least one of person, contact point and contact is known. Without a contact it was said for all contacts of the person. */
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
  readonly evidenceKind: ConsentEvidenceKind;
  /** The contact's customer owner, demanded by `evidenceDetail`, which is sealed for `operativeSealed.consent`. */
  readonly customerOwner: string | null;
  readonly evidenceDetail: Sealed | null;
  readonly at: Date;
  readonly validUntil: Date | null;
}
export type ConsentRecord = NewConsent;

/** Columns of `ConsentRecord`, of table or alias `consent`. */
export const consentColumns = `consent.id, consent.person_id as "personId", consent.contact_point_id as "contactPointId",
  consent.contact_id as "contactId", consent.purpose, consent.channel, consent.state, consent.wording_version as "wordingVersion",
  consent.evidence_kind as "evidenceKind", consent.customer_owner as "customerOwner", consent.evidence_detail as "evidenceDetail",
  consent.at, consent.valid_until as "validUntil"`;

/** Whom a row is about, most exactly. Rows with the same one, purpose and channel are one series; its last answer counts. */
export const subjectOf = (row: string): string => `coalesce(${row}.contact_id, ${row}.contact_point_id, ${row}.person_id)`;

/** Whether a reset closed the row: it stays as evidence and answers nothing any more. */
export const isArchived = (row: string): string => `exists (
  select from consent_reset r where r.done_at >= ${row}.recorded_at and r.purpose = ${row}.purpose
    and (r.channel is null or r.channel = ${row}.channel))`;

/** A row as a record, with the further columns that were read. */
export function consentRecord<More extends object>(row: More): ConsentRecord & More {
  return withSealed<ConsentRecord & More>(row, ['evidenceDetail']);
}

/** The random id of a person who acts; programs have none. */
export function userOf(actor: string): string | null {
  return actor.startsWith('system:') ? null : actor;
}

export const insertedColumns = `id, person_id, contact_point_id, contact_id, purpose, channel, state, wording_version, evidence_kind,
  customer_owner, evidence_detail, at, valid_until, recorded_by`;

/** Values of an insert in the order of `insertedColumns`. */
export function consentValues(c: NewConsent, by: string): readonly unknown[] {
  return [
    ...[c.id, c.personId, c.contactPointId, c.contactId, c.purpose, c.channel, c.state, c.wordingVersion, c.evidenceKind],
    ...[c.customerOwner, c.evidenceDetail?.envelope, c.at, c.validUntil, userOf(by)],
  ];
}

const valueTypes = 'uuid uuid uuid uuid text text text text text uuid bytea timestamptz timestamptz uuid'.split(' ');
const aUuid = '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$';

/**
 * Inserts rows, a parameter for each column of `insertedColumns` with its values in order; an id that is there changes nothing. A recorder
 * that was told an answer knows neither who entered it nor how it had been said: both stand in the command that told it. Answers who that
 * was of each row, for the audit entry to say the same; null: a program.
 */
export const insertConsents = `
  insert into consent (${insertedColumns})
  select said.id, person_id, contact_point_id, contact_id, purpose, channel, state, wording_version,
    coalesce(asked.evidence_kind, said.evidence_kind), customer_owner, evidence_detail, at, valid_until, coalesce(asked.by, recorded_by)
  from unnest(${valueTypes.map((type, n) => `$${n + 1}::${type}[]`).join(', ')}) as said (${insertedColumns})
  left join lateral (
    select k.evidence_kind, case when k.asked_by ~ '${aUuid}' then k.asked_by::uuid end as by
    from recorder_command k where k.contact_id = said.contact_id and coalesce(k.consent_id, k.id) = said.id
    order by k.id limit 1
  ) asked on true
  on conflict (id) do nothing returning id, recorded_by as "recordedBy"`;

/** The parameters of `insertConsents`. */
export function consentParameters(consents: readonly NewConsent[], by: string): readonly unknown[] {
  const rows = consents.map((consent) => consentValues(consent, by));
  return valueTypes.map((_, n) => rows.map((row) => row[n] ?? null));
}
