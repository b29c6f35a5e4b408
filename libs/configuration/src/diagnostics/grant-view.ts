import type { PurposeCode } from '@voxkeep/contracts';
import type { Sealed } from '@voxkeep/personal-data';
import type { GrantScope } from '@voxkeep/platform';
import type { GrantEnd, GrantState } from './communication-grant.entity.js';

/** What somebody asks for: whose communication, why, for how many minutes. The reason is sealed under the requester's person. */
export interface NewGrant {
  readonly id: string;
  readonly scopeKind: GrantScope;
  readonly scopeId: string;
  readonly purpose: PurposeCode;
  readonly reason: Sealed | null;
  readonly requesterPersonId: string;
  readonly minutes: number;
}

/** A grant as pages show it; `reason` is an envelope. */
export interface GrantView {
  readonly id: string;
  readonly scopeKind: GrantScope;
  readonly scopeId: string;
  readonly purpose: PurposeCode;
  readonly reason: Buffer | null;
  readonly minutes: number;
  readonly state: GrantState;
  readonly requestedBy: string;
  readonly requesterPersonId: string;
  readonly requestedAt: Date;
  readonly approvedBy: string | null;
  readonly openedAt: Date | null;
  readonly endsAt: Date | null;
  readonly endedAt: Date | null;
  readonly endReason: GrantEnd | null;
  readonly deleteAt: Date | null;
  readonly shreddedAt: Date | null;
}

/** What the approval of a grant puts in force. */
export interface GrantKeys {
  readonly publicKey: Buffer;
  readonly numberDigest: Buffer | null;
}

export type CommunicationGrantOutcome =
  { readonly state: GrantState } | { readonly refused: 'not-there' | 'wrong-state' | 'same-person' };

export const grantSql = `
  select id, scope_kind as "scopeKind", scope_id as "scopeId", purpose, reason, minutes, state, requested_by as "requestedBy",
         requester_person_id as "requesterPersonId", requested_at as "requestedAt", approved_by as "approvedBy", opened_at as "openedAt",
         ends_at as "endsAt", ended_at as "endedAt", end_reason as "endReason", delete_at as "deleteAt", shredded_at as "shreddedAt"
  from diagnostics.communication_grant`;
