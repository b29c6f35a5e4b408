import type { ConsentState, PurposeCode } from '@voxkeep/contracts';

/** What was chosen and typed to search the ledger by; days as `2026-11-22`, empty text for what does not matter. */
export interface LedgerQuery {
  readonly why: PurposeCode | null;
  readonly kind: 'phone' | 'email';
  readonly value: string;
  readonly purpose: PurposeCode | null;
  readonly state: ConsentState | null;
  readonly wordingVersion: string;
  readonly from: string;
  /** The last day that counts. */
  readonly to: string;
  readonly archived: boolean;
}

export const emptyQuery: LedgerQuery = {
  ...{ why: null, kind: 'phone', value: '', purpose: null, state: null, wordingVersion: '', from: '', to: '', archived: false },
};

/** The body of a search; what does not matter is left out, and days become moments here. */
export function searchBody(query: LedgerQuery): object {
  const { why, kind, value, purpose, state, wordingVersion, from, to, archived } = query;
  const typed = value.trim();
  return {
    statedPurpose: { code: why },
    archived,
    ...(typed !== '' && { [kind]: typed }),
    ...(purpose && { purpose }),
    ...(state && { state }),
    ...(wordingVersion.trim() !== '' && { wordingVersion: wordingVersion.trim() }),
    ...(from !== '' && { from: beginningOf(from) }),
    ...(to !== '' && { to: dayAfter(to) }),
  };
}

/** The first moment of a day, here. */
export function beginningOf(day: string): string {
  return new Date(`${day}T00:00:00`).toISOString();
}

/** The first moment of the next day, here. */
export function dayAfter(day: string): string {
  const next = new Date(`${day}T00:00:00`);
  next.setDate(next.getDate() + 1);
  return next.toISOString();
}
