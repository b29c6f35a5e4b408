import { createHash } from 'node:crypto';
import { isOver, type CaseView, type StepView } from '@voxkeep/configuration';
import { databaseNames, type http } from '@voxkeep/contracts';
import type { z } from 'zod';

export type CaseRow = z.infer<typeof http.caseRow>;
/** Logins by user id; who is gone stands there as the random id. */
export type Logins = ReadonlyMap<string, string>;

/** The number of a case as it is written on documents: `DSR-2026-00001`, nothing personal. */
export function caseNumber({ number }: Pick<CaseView, 'number'>): string {
  return `DSR-${number}`;
}

/** A case as a line of the list. */
export function caseRow(found: CaseView, logins: Logins): CaseRow {
  const { id, kind, state, openedAt, dueAt, openedBy, approvedBy, ownerId, verificationLevel, requiredLevel } = found;
  const name = (userId: string) => logins.get(userId) ?? userId;
  return {
    ...{ id, number: caseNumber(found), kind, state, person: personMark(found), verificationLevel, requiredLevel },
    openedAt: openedAt.toISOString(),
    dueAt: dueAt.toISOString(),
    openedBy: name(openedBy),
    approvedBy: approvedBy === null ? null : name(approvedBy),
    owner: ownerId === null ? null : name(ownerId),
    extended: found.extendedAt !== null,
    handedOver: found.handedOver,
  };
}

/** A case with its steps. There is a report to fetch once it was built; a certificate is not offered before it can be signed. */
export function caseDetail(
  found: CaseView,
  steps: readonly StepView[],
  logins: Logins,
  others: readonly CaseView[],
): http.CaseDetail {
  const { subject, withRecordings, extensionReason, refusalGround, duplicateOf } = found;
  const copies = found.kind === 'report' || found.kind === 'portability';
  const reported = copies && (found.state === 'reported' || found.state === 'closed');
  return {
    ...caseRow(found, logins),
    ...{ personId: subject.personId, withRecordings, extensionReason, refusalGround, duplicateOf },
    alike: others.filter((other) => isAlike(found, other)).map((other) => ({ id: other.id, number: caseNumber(other) })),
    steps: steps.map(({ at, step, database, affected, result }) => ({
      at: at.toISOString(),
      step,
      database: databaseNames.find((name) => name === database) ?? null,
      affected,
      result,
    })),
    documents: certified(steps) ? ['certificate.pdf', 'certificate.json'] : reported ? ['report.pdf', 'report.json'] : [],
  };
}

/** Whether live data were erased: from then on there is a certificate. */
function certified(steps: readonly StepView[]): boolean {
  return steps.some(({ step }) => step === 'live-erased');
}

/** `P-7F3A2C`: the same for every case of one person, and nothing that leads back to them. */
function personMark({ subject: { personId, contactPointIds } }: CaseView): string {
  const id = personId ?? [...contactPointIds].sort()[0] ?? '';
  return `P-${createHash('sha256').update(`case-mark:${id}`).digest('hex').slice(0, 6).toUpperCase()}`;
}

/** Whether another case still asks the same of the same person. */
function isAlike(found: CaseView, other: CaseView): boolean {
  if (other.id === found.id || other.kind !== found.kind || isOver(other.state)) return false;
  return personMark(found) === personMark(other);
}
