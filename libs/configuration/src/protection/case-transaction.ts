import { domainEvent, type AuditAct } from '@voxkeep/contracts';
import type { Transaction } from '@voxkeep/platform';
import { isOver, type CaseState } from './case-states.js';
import type { CaseView } from './case-view.js';

/** What is read of a case while it is locked. */
export type LockedCase = Pick<
  CaseView,
  'id' | 'kind' | 'state' | 'openedBy' | 'planHash' | 'verificationLevel' | 'requiredLevel' | 'dueAt' | 'extendedAt'
>;
/** `affected` counts rows or files; `result` and `step` are codes. */
export interface NewStep {
  readonly step: string;
  readonly database?: string | null;
  readonly affected?: number;
  readonly result: string;
}

/** Locks a case until the end of the transaction; undefined when there is none. */
export async function lockCase(t: Transaction, id: string): Promise<LockedCase | undefined> {
  const [row] = await t.rows<LockedCase>(
    `select id, kind, state, opened_by as "openedBy", plan_hash as "planHash", verification_level as "verificationLevel",
       required_level as "requiredLevel", due_at as "dueAt", extended_at as "extendedAt"
     from protection."case" where id = $1 for update`,
    [id],
  );
  return row;
}

/** Adds a step; steps are never changed. */
export async function appendStep(
  t: Transaction,
  id: string,
  by: string,
  { step, database = null, affected = 0, result }: NewStep,
): Promise<void> {
  await t.rows(
    `insert into protection.case_step (case_id, number, actor, step, database, affected, result)
     select $1, coalesce(max(number), 0) + 1, $2, $3, $4, $5, $6 from protection.case_step where case_id = $1`,
    [id, by, step, database, affected, result],
  );
}

/** Tells other programs of a state in which a case is done or over. */
export async function tellMove(t: Transaction, caseId: string, to: CaseState): Promise<void> {
  const at = new Date().toISOString();
  if (to === 'live-erased' || to === 'reported') await t.append(domainEvent('case.executed.v1', { caseId, at }));
  if (isOver(to)) await t.append(domainEvent('case.closed.v1', { caseId, at }));
}

/** Puts an act on a case on record. */
export async function auditCase(t: Transaction, action: AuditAct, id: string, by: string): Promise<void> {
  await t.audit({ action, actor: by, object: { kind: 'case', id }, purpose: 'data-subject-request' });
}
