import type { Database } from '@voxkeep/platform';
import { isOver } from './case-states.js';
import { appendStep, auditCase, lockCase } from './case-transaction.js';
import { isKnowledgeLocked, levelOf, recordingsLevel, type VerificationAttempt } from './required-level.js';

export interface VerificationRow extends VerificationAttempt {
  readonly at: Date;
  readonly actor: string;
}
/** The level a case has after an attempt; `locked` when knowledge was wrong too often, `over` when nothing follows any more. */
export type AttemptOutcome = { readonly level: number } | { readonly refused: 'not-there' | 'over' | 'locked' };

const attemptsSql = `
  select at, actor, method, result, level, contact_point_id as "contactPointId"
  from protection.case_verification where case_id = $1 order by number`;

/** What was done to make sure who asks. Failed attempts stand beside passed ones; a level never falls and is never given by hand. */
export class CaseVerifications {
  constructor(private readonly database: Database) {}

  list(caseId: string): Promise<readonly VerificationRow[]> {
    return this.database.rows<VerificationRow>(attemptsSql, [caseId]);
  }

  /** Notes an attempt and raises the case's level to what its attempts add up to, in one transaction. */
  note(caseId: string, attempt: VerificationAttempt, by: string): Promise<AttemptOutcome> {
    return this.database.transaction(async (t): Promise<AttemptOutcome> => {
      const found = await lockCase(t, caseId);
      if (found === undefined) return { refused: 'not-there' };
      if (isOver(found.state)) return { refused: 'over' };
      const before = await t.rows<VerificationRow>(attemptsSql, [caseId]);
      if (attempt.method === 'knowledge' && isKnowledgeLocked(before)) return { refused: 'locked' };
      await t.rows(
        `insert into protection.case_verification (case_id, number, actor, method, result, level, contact_point_id)
         select $1, coalesce(max(number), 0) + 1, $2, $3, $4, $5, $6 from protection.case_verification where case_id = $1`,
        [caseId, by, attempt.method, attempt.result, attempt.level, attempt.contactPointId],
      );
      const level = Math.max(found.verificationLevel, levelOf([...before, attempt]));
      if (attempt.result === 'passed')
        await t.rows('update protection."case" set verification_level = $2, verification_method = $3 where id = $1', [
          caseId,
          level,
          attempt.method,
        ]);
      await appendStep(t, caseId, by, { step: `verify-${attempt.method}`, result: attempt.result });
      await auditCase(t, 'case.verify', caseId, by);
      return { level };
    });
  }

  /** Raises the level that a case demands; it never falls, whatever is asked. Answers the level that holds now. */
  demand(caseId: string, level: number, by: string): Promise<number> {
    return this.database.transaction(async (t) => {
      const found = await lockCase(t, caseId);
      if (found === undefined || level <= found.requiredLevel) return found?.requiredLevel ?? level;
      await t.rows('update protection."case" set required_level = $2 where id = $1', [caseId, level]);
      await appendStep(t, caseId, by, { step: 'demand-level', affected: level, result: 'done' });
      await auditCase(t, 'case.demand', caseId, by);
      return level;
    });
  }

  /**
   * Has the answer hold recordings though the case was opened without them, and with that the certainty which they need. On record
   * once. Nothing happens to a case that is not verified surely enough.
   */
  addRecordings(caseId: string, by: string): Promise<void> {
    return this.database.transaction(async (t) => {
      await lockCase(t, caseId);
      const changed = await t.rows(
        `update protection."case" set with_recordings = true, required_level = greatest(required_level, $2)
         where id = $1 and not with_recordings and verification_level >= $2 returning id`,
        [caseId, recordingsLevel],
      );
      if (changed.length === 0) return;
      await appendStep(t, caseId, by, { step: 'add-recordings', result: 'done' });
      await auditCase(t, 'case.demand', caseId, by);
    });
  }
}
