import type { CaseKind, CaseState } from './case-states.js';

/** Random ids of whom a case is about; at least one. */
export interface CaseSubjects {
  readonly personId: string | null;
  readonly contactPointIds: readonly string[];
}
export interface NewCase {
  readonly kind: CaseKind;
  readonly subject: CaseSubjects;
  /** Level 0: nothing is verified yet. */
  readonly verification: { readonly level: number; readonly method: string };
  /** Default 1. */
  readonly requiredLevel?: number;
  /** Whether the answer is to hold recordings. */
  readonly withRecordings?: boolean;
}
export interface CaseView {
  readonly id: string;
  readonly number: string;
  readonly kind: CaseKind;
  readonly state: CaseState;
  readonly subject: CaseSubjects;
  readonly verificationLevel: number;
  readonly verificationMethod: string;
  readonly openedBy: string;
  readonly openedAt: Date;
  readonly dueAt: Date;
  readonly planHash: string | null;
  readonly catalogueHash: string | null;
  readonly approvedBy: string | null;
  readonly approvedAt: Date | null;
  readonly closedAt: Date | null;
  /** Nothing but a refusal follows before the requester is verified at this level. */
  readonly requiredLevel: number;
  readonly withRecordings: boolean;
  readonly ownerId: string | null;
  /** GDPR Art. 12(3): the one extension by two months. */
  readonly extendedAt: Date | null;
  readonly extensionReason: string | null;
  readonly refusalGround: string | null;
  readonly duplicateOf: string | null;
  /** Whether an answer has reached the person: what a link opens was read to its end, or a mail was sent. */
  readonly handedOver: boolean;
}
/** The query of `CaseView`; a `where` on `c` follows. */
export const caseViewSql = `
  select c.id, c.number, c.kind, c.state, c.verification_level as "verificationLevel", c.verification_method as "verificationMethod",
         c.opened_by as "openedBy", c.opened_at as "openedAt", c.due_at as "dueAt", c.plan_hash as "planHash", c.catalogue_hash as "catalogueHash",
         c.approved_by as "approvedBy", c.approved_at as "approvedAt", c.closed_at as "closedAt",
         c.required_level as "requiredLevel", c.with_recordings as "withRecordings", c.owner_id as "ownerId", c.extended_at as "extendedAt",
         c.extension_reason as "extensionReason", c.refusal_ground as "refusalGround", c.duplicate_of as "duplicateOf",
         exists (select 1 from protection.delivery d where d.case_id = c.id
           and (d.state = 'sent' or (d.state = 'collected' and d.fingerprint is not null))) as "handedOver",
         jsonb_build_object(
           'personId', (select key_id from protection.case_subject s where s.case_id = c.id and key_kind = 'person'),
           'contactPointIds', coalesce((select jsonb_agg(key_id order by key_id) from protection.case_subject s
             where s.case_id = c.id and key_kind = 'contact-point'), '[]')) as subject
  from protection."case" c`;
