import type { CaseView, StepView } from '@voxkeep/configuration';
import { databaseNames, type http } from '@voxkeep/contracts';
import type { z } from 'zod';

export type CaseRow = z.infer<typeof http.caseRow>;
/** Logins by user id; who is gone stands there as the random id. */
export type Logins = ReadonlyMap<string, string>;

/** The number of a case as it is written on documents: `DSR-2026-00001`, nothing personal. */
export function caseNumber({ number }: CaseView): string {
  return `DSR-${number}`;
}

/** A case as a line of the list. */
export function caseRow(found: CaseView, logins: Logins): CaseRow {
  const { id, kind, state, openedAt, dueAt, openedBy, approvedBy } = found;
  const name = (userId: string) => logins.get(userId) ?? userId;
  return {
    id,
    number: caseNumber(found),
    kind,
    state,
    openedAt: openedAt.toISOString(),
    dueAt: dueAt.toISOString(),
    openedBy: name(openedBy),
    approvedBy: approvedBy === null ? null : name(approvedBy),
  };
}

/** A case with its steps. There is a report to fetch once it was built; a certificate is not offered before it can be signed. */
export function caseDetail(found: CaseView, steps: readonly StepView[], logins: Logins): http.CaseDetail {
  const reported = found.kind === 'report' && (found.state === 'reported' || found.state === 'closed');
  return {
    ...caseRow(found, logins),
    steps: steps.map(({ at, step, database, affected, result }) => ({
      at: at.toISOString(),
      step,
      database: databaseNames.find((name) => name === database) ?? null,
      affected,
      result,
    })),
    documents: reported ? ['report.pdf', 'report.json'] : [],
  };
}
