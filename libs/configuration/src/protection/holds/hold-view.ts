import type { HoldScope, StandingHold } from '@voxkeep/personal-data';

export const holdStates = ['proposed', 'active', 'release-proposed', 'released', 'refused'] as const;
export type HoldState = (typeof holdStates)[number];

/** A hold as it is placed. `matter` is a file reference without names; a hold for a case restricts on the person's own request. */
export interface NewHold {
  readonly matter: string;
  readonly basis: string;
  readonly contactRole: string;
  readonly caseId: string | null;
  /** At most 180 days away. */
  readonly reviewAt: Date;
  readonly scopes: readonly HoldScope[];
}

export interface HoldView extends Omit<NewHold, 'scopes'> {
  readonly id: string;
  readonly number: string;
  readonly state: HoldState;
  readonly scopes: readonly HoldScope[];
  readonly placedBy: string;
  readonly placedAt: Date;
  readonly approvedBy: string | null;
  readonly approvedAt: Date | null;
  readonly releaseReason: string | null;
  readonly releaseBy: string | null;
  readonly releasedBy: string | null;
  readonly releasedAt: Date | null;
  readonly resolvedAt: Date | null;
  /** How many records and keys it covers, as last looked up. */
  readonly held: Readonly<Record<string, number>>;
}

export type HoldOutcome = { readonly state: HoldState } | { readonly refused: 'not-there' | 'wrong-state' | 'same-person' };

/** The query of `HoldView` on table or view `from`; a `where` or `order by` on `h` follows. */
export const holdViewSql = (from: 'hold' | 'standing_hold'): string => `
  select h.id, h.number, h.matter, h.basis, h.contact_role as "contactRole", h.case_id as "caseId", h.state, h.placed_by as "placedBy",
         h.placed_at as "placedAt", h.approved_by as "approvedBy", h.approved_at as "approvedAt", h.review_at as "reviewAt",
         h.release_reason as "releaseReason", h.release_by as "releaseBy", h.released_by as "releasedBy", h.released_at as "releasedAt",
         h.resolved_at as "resolvedAt",
         (select jsonb_agg(jsonb_build_object('kind', s.kind, 'keyId', s.key_id, 'from', s.from_at, 'to', s.to_at) order by s.number)
            from protection.hold_scope s where s.hold_id = h.id) as scopes,
         coalesce((select jsonb_object_agg(c.key_kind, c.n) from (
            select key_kind, count(*) as n from protection.held_key k where k.hold_id = h.id group by key_kind
            union all select 'key', count(*) from protection.held_owner o where o.hold_id = h.id) c), '{}') as held
  from protection.${from} h`;

/** A row of the query: the times of its scopes are still texts. */
export function readHold(row: HoldView): HoldView {
  return { ...row, scopes: row.scopes.map((scope) => ({ ...scope, from: timeOf(scope.from), to: timeOf(scope.to) })) };
}

/** A hold as the decision core takes it. */
export function standing({ id, number, scopes }: HoldView, keys: readonly string[]): StandingHold {
  return { id, number, scopes, keys: new Set(keys) };
}

function timeOf(value: Date | string | null): Date | null {
  return value === null ? null : new Date(value);
}
