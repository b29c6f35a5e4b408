export const holdScopeKinds = ['person', 'contact-point', 'contact', 'user', 'queue'] as const;
export type HoldScopeKind = (typeof holdScopeKinds)[number];

/** One part of what a hold covers: everything of `keyId` whose time lies in [`from`, `to`); an open end is null. */
export interface HoldScope {
  readonly kind: HoldScopeKind;
  readonly keyId: string;
  readonly from: Date | null;
  readonly to: Date | null;
}

/** A hold as it stands. `keys` are the records that were found when it was resolved, as `contact/<id>`. */
export interface StandingHold {
  readonly id: string;
  /** `HOLD-2026-00001`, nothing personal. */
  readonly number: string;
  readonly scopes: readonly HoldScope[];
  readonly keys: ReadonlySet<string>;
}

/** What is known of a record that may be held. `at` is the time by which periods are measured: a contact's beginning. */
export interface HeldSubject {
  readonly contactId?: string | null;
  readonly queueId?: string | null;
  readonly at?: Date | null;
  readonly contactPointId?: string | null;
  readonly personIds?: readonly string[];
  readonly userIds?: readonly string[];
}

/**
 * The holds that cover a record. Scopes are compared at the moment of asking, so that what came after a hold was placed is held
 * too; a record whose time is not known counts as lying in every period.
 */
export function holdsOver(holds: readonly StandingHold[], subject: HeldSubject): readonly StandingHold[] {
  const ids = idsOf(subject);
  return holds.filter(
    ({ scopes, keys }) =>
      (subject.contactId != null && keys.has(`contact/${subject.contactId}`)) ||
      scopes.some((scope) => ids[scope.kind].includes(scope.keyId) && lies(scope, subject.at)),
  );
}

function idsOf({
  contactId,
  queueId,
  contactPointId,
  personIds,
  userIds,
}: HeldSubject): Record<HoldScopeKind, readonly string[]> {
  const listed = (id: string | null | undefined) => (id == null ? [] : [id]);
  return {
    contact: listed(contactId),
    queue: listed(queueId),
    'contact-point': listed(contactPointId),
    person: personIds ?? [],
    user: userIds ?? [],
  };
}

function lies({ from, to }: HoldScope, at: Date | null | undefined): boolean {
  if (at == null) return true;
  return (from === null || from <= at) && (to === null || at < to);
}
