import type { http } from '@voxkeep/contracts';
import type { Database, Transaction } from '@voxkeep/platform';

/** What a system was asked in a case. Who answered is a random user id. */
export interface SystemTaskView {
  readonly systemId: string;
  readonly name: string;
  readonly kind: http.SystemTask['kind'];
  readonly ownerUserId: string | null;
  readonly ownerOffice: http.SystemTask['ownerOffice'];
  readonly contact: string;
  readonly howToSearch: string;
  readonly askedAt: Date;
  readonly dueAt: Date;
  readonly outcome: http.SystemTask['outcome'];
  readonly ground: http.SystemTask['ground'];
  readonly reference: string | null;
  readonly answeredBy: string | null;
  readonly answeredAt: Date | null;
}
export type SystemAnswer = Pick<SystemTaskView, 'outcome' | 'ground' | 'reference'>;

const taskSql = `
  select s.id as "systemId", s.name, s.kind, s.owner_user_id as "ownerUserId", s.owner_office as "ownerOffice", s.contact,
         s.how_to_search as "howToSearch", k.asked_at as "askedAt", k.due_at as "dueAt", k.outcome, k.ground, k.reference,
         k.answered_by as "answeredBy", k.answered_at as "answeredAt"
  from protection.system_task k join register.other_system s on s.id = k.system_id`;

/**
 * Asks every system in use about a case, within the caller's transaction. Systems that were asked keep their task; the answer is
 * due after the days of the register, and no later than the case itself.
 */
export async function askOtherSystems(t: Transaction, caseId: string): Promise<void> {
  await t.rows(
    `insert into protection.system_task (case_id, system_id, due_at)
     select c.id, s.id, least(now() + make_interval(days => s.answer_days), c.due_at)
       from protection."case" c, register.other_system s where c.id = $1 and s.retired_at is null
     on conflict do nothing`,
    [caseId],
  );
}

/** The tasks of other systems in cases: asked when a case is scoped or begun, answered by their owners through the officer. */
export class SystemTasks {
  constructor(private readonly database: Database) {}

  /** Those of one case; unanswered ones first, by due date. */
  of(caseId: string): Promise<readonly SystemTaskView[]> {
    return this.database.rows<SystemTaskView>(
      `${taskSql} where k.case_id = $1 order by k.outcome is not null, k.due_at, s.name`,
      [caseId],
    );
  }

  /** Notes an answer; a later one takes the place of an earlier one, and both stand in the audit log and the steps of the case. */
  answer(
    caseId: string,
    systemId: string,
    { outcome, ground, reference }: SystemAnswer,
    by: string,
  ): Promise<'done' | 'not-there'> {
    return this.database.transaction(async (t) => {
      const answered = await t.rows(
        `update protection.system_task set outcome = $3, ground = $4, reference = $5, answered_by = $6, answered_at = now()
         where case_id = $1 and system_id = $2 returning system_id`,
        [caseId, systemId, outcome, ground, reference, by],
      );
      if (answered.length === 0) return 'not-there';
      await t.rows(
        `insert into protection.case_step (case_id, number, actor, step, affected, result)
         select $1, coalesce(max(number), 0) + 1, $2, 'other-system', 0, $3 from protection.case_step where case_id = $1`,
        [caseId, by, outcome],
      );
      await t.audit({
        action: 'case.system-answered',
        actor: by,
        object: { kind: 'case', id: caseId },
        purpose: 'data-subject-request',
      });
      return 'done';
    });
  }
}
