import type { http } from '@voxkeep/contracts';
import type { LedgerRow } from '@voxkeep/operative';
import type { z } from 'zod';

type Row = z.infer<typeof http.consentRow>;
type Event = z.infer<typeof http.consentEvent>;

/** A row of the ledger, as the contract has it; `values` are masked numbers and addresses by contact point id. */
export function consentRow(row: LedgerRow, values: ReadonlyMap<string, string>): Row {
  const { id, state, contactId, contactPointId, purpose, channel, wordingVersion, archived } = row;
  return {
    ...{ id, state, contactId, purpose, channel, wordingVersion, archived },
    scope: contactId === null ? 'standing' : 'contact',
    contactPoint: contactPointId === null ? null : (values.get(contactPointId) ?? null),
    at: row.at.toISOString(),
    validUntil: row.validUntil?.toISOString() ?? null,
    evidence: row.evidenceKind,
  };
}

/** A word of a series; `logins` are sign-in names by user id. */
export function consentEvent(row: LedgerRow, logins: ReadonlyMap<string, string>): Event {
  const { id, state, wordingVersion, archived, recordedBy } = row;
  return {
    ...{ id, state, wordingVersion, archived },
    at: row.at.toISOString(),
    recordedAt: row.recordedAt.toISOString(),
    recordedBy: recordedBy === null ? null : (logins.get(recordedBy) ?? null),
    evidence: row.evidenceKind,
    validUntil: row.validUntil?.toISOString() ?? null,
  };
}

/** What was said last: a question counts only where nothing was answered, what a reset closed only where nothing came since. Throws for an empty series. */
export function lastWordOf(series: readonly LedgerRow[]): LedgerRow {
  const inForce = series.filter(({ archived }) => !archived);
  const weighed = inForce.length > 0 ? inForce : series;
  const last = weighed.findLast(({ state }) => state !== 'asked') ?? weighed.at(-1);
  if (last === undefined) throw new TypeError('consent.empty-series');
  return last;
}
