import { domainEvent } from '@voxkeep/contracts';
import { newId, type Database, type Transaction } from '@voxkeep/platform';
import { mayFollow, type CaseKind, type CaseState } from './case-states.js';

/** Random ids of whom a case is about; at least one. */
export interface CaseSubjects {
  readonly personId: string | null;
  readonly contactPointIds: readonly string[];
}
export interface NewCase {
  readonly kind: CaseKind;
  readonly subject: CaseSubjects;
  readonly verification: { readonly level: number; readonly method: string };
}
export interface CaseView {
  readonly id: string;
  readonly number: string;
  readonly kind: CaseKind;
  readonly state: CaseState;
  readonly subject: CaseSubjects;
  readonly verificationLevel: number;
  readonly verificationMethod: string;
  readonly openedBy: string;
  readonly openedAt: Date;
  readonly dueAt: Date;
  readonly planHash: string | null;
  readonly catalogueHash: string | null;
  readonly approvedBy: string | null;
  readonly approvedAt: Date | null;
  readonly closedAt: Date | null;
}
/** What a frozen plan is known by: SHA-256 of the plan and of the catalogue it was made from, in hex. */
export interface PlanHashes {
  readonly planHash: string;
  readonly catalogueHash: string;
}
/** `affected` counts rows or files; `result` and `step` are codes. */
export interface NewStep {
  readonly step: string;
  readonly database?: string | null;
  readonly affected?: number;
  readonly result: string;
}
export interface StepView extends Required<NewStep> {
  readonly number: number;
  readonly at: Date;
  readonly actor: string;
}
export type CaseOutcome =
  { readonly state: CaseState } | { readonly refused: 'not-there' | 'wrong-state' | 'plan-changed' | 'same-person' };
type Locked = Pick<CaseView, 'id' | 'kind' | 'state' | 'openedBy' | 'planHash'>;

const view = `
  select c.id, c.number, c.kind, c.state, c.verification_level as "verificationLevel", c.verification_method as "verificationMethod",
         c.opened_by as "openedBy", c.opened_at as "openedAt", c.due_at as "dueAt", c.plan_hash as "planHash", c.catalogue_hash as "catalogueHash",
         c.approved_by as "approvedBy", c.approved_at as "approvedAt", c.closed_at as "closedAt",
         jsonb_build_object(
           'personId', (select key_id from protection.case_subject s where s.case_id = c.id and key_kind = 'person'),
           'contactPointIds', coalesce((select jsonb_agg(key_id order by key_id) from protection.case_subject s
             where s.case_id = c.id and key_kind = 'contact-point'), '[]')) as subject
  from protection."case" c`;

const moveSql = `
  update protection."case" set state = $2, closed_at = case when $2 in ('closed', 'refused') then now() end,
    plan_hash = coalesce($3, plan_hash), catalogue_hash = coalesce($4, catalogue_hash),
    approved_by = case $2 when 'approved' then $5::uuid when 'scoped' then null else approved_by end,
    approved_at = case $2 when 'approved' then now() when 'scoped' then null else approved_at end
  where id = $1`;

/** The cases of the Data Protection Officer. Each move is a state that may follow, one transaction, a step and an audit entry. */
export class Cases {
  constructor(private readonly database: Database) {}

  /** Opens a case; due in one month (GDPR Art. 12(3)). Returns its id. */
  open({ kind, subject, verification }: NewCase, by: string): Promise<string> {
    const id = newId();
    return this.database.transaction(async (t) => {
      await t.rows(
        `insert into protection."case" (id, number, kind, verification_level, verification_method, opened_by, due_at)
         values ($1, to_char(now(), 'YYYY') || '-' || lpad(nextval('protection.case_number')::text, 5, '0'), $2, $3, $4, $5, now() + interval '1 month')`,
        [id, kind, verification.level, verification.method, by],
      );
      await t.rows(
        `insert into protection.case_subject (case_id, key_kind, key_id)
         select $1::uuid, 'person', $2::uuid where $2::uuid is not null union all select $1::uuid, 'contact-point', unnest($3::uuid[]) on conflict do nothing`,
        [id, subject.personId, subject.contactPointIds],
      );
      await appendStep(t, id, by, { step: 'open', result: 'received' });
      await t.append(domainEvent('case.opened.v1', { caseId: id, at: new Date().toISOString() }));
      await auditCase(t, 'case.open', id, by);
      return id;
    });
  }

  async find(id: string): Promise<CaseView | undefined> {
    const [row] = await this.database.rows<CaseView>(`${view} where c.id = $1`, [id]);
    return row;
  }

  /** All cases, those due first at the top, closed ones last. */
  list(): Promise<readonly CaseView[]> {
    return this.database.rows<CaseView>(`${view} order by c.closed_at is not null, c.due_at, c.number`);
  }

  /** The steps of a case in their order. */
  async stepsOf(id: string): Promise<readonly StepView[]> {
    const rows = await this.database.rows<Omit<StepView, 'affected'> & { affected: string }>(
      'select number, at, actor, step, database, affected, result from protection.case_step where case_id = $1 order by number',
      [id],
    );
    return rows.map((row) => ({ ...row, affected: Number(row.affected) }));
  }

  /** Freezes the plan of a case. An approval that was there is void: it was for another plan. */
  scope(id: string, hashes: PlanHashes, by: string): Promise<CaseOutcome> {
    return this.#move(id, 'scoped', by, undefined, hashes);
  }

  /** Approves exactly this plan, by another person than the one who opened the case. */
  approve(id: string, planHash: string, by: string): Promise<CaseOutcome> {
    return this.#move(id, 'approved', by, ({ openedBy, planHash: frozen }) => {
      if (openedBy === by) return 'same-person';
      return frozen === planHash ? undefined : 'plan-changed';
    });
  }

  /** Begins the execution of exactly this plan. Of two at once, one gets `wrong-state`. */
  start(id: string, planHash: string, by: string): Promise<CaseOutcome> {
    return this.#move(id, 'executing', by, ({ planHash: frozen }) => (frozen === planHash ? undefined : 'plan-changed'));
  }

  /** Moves a case on where nothing else is to be checked: verifying, live-erased, reported, closed, refused, failed. */
  move(id: string, to: Exclude<CaseState, 'received' | 'scoped' | 'approved' | 'executing'>, by: string): Promise<CaseOutcome> {
    return this.#move(id, to, by);
  }

  /** Notes what was done. Steps are never changed or removed. */
  note(id: string, step: NewStep, by: string): Promise<void> {
    return this.database.transaction(async (t) => {
      await lock(t, id);
      await appendStep(t, id, by, step);
    });
  }

  #move(
    id: string,
    to: CaseState,
    by: string,
    check: (found: Locked) => 'plan-changed' | 'same-person' | undefined = () => undefined,
    hashes?: PlanHashes,
  ): Promise<CaseOutcome> {
    return this.database.transaction(async (t): Promise<CaseOutcome> => {
      const found = await lock(t, id);
      if (found === undefined) return { refused: 'not-there' };
      if (!mayFollow(found.kind, found.state, to)) return { refused: 'wrong-state' };
      const refused = check(found);
      if (refused !== undefined) return { refused };
      await t.rows(moveSql, [id, to, hashes?.planHash, hashes?.catalogueHash, to === 'approved' ? by : null]);
      await appendStep(t, id, by, { step: to, result: 'done' });
      await tellMove(t, id, to);
      await auditCase(t, `case.${to}`, id, by);
      return { state: to };
    });
  }
}

async function lock(t: Transaction, id: string): Promise<Locked | undefined> {
  const [row] = await t.rows<Locked>(
    `select id, kind, state, opened_by as "openedBy", plan_hash as "planHash" from protection."case" where id = $1 for update`,
    [id],
  );
  return row;
}

async function appendStep(
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

async function tellMove(t: Transaction, caseId: string, to: CaseState): Promise<void> {
  const at = new Date().toISOString();
  if (to === 'live-erased' || to === 'reported') await t.append(domainEvent('case.executed.v1', { caseId, at }));
  if (to === 'closed' || to === 'refused') await t.append(domainEvent('case.closed.v1', { caseId, at }));
}

async function auditCase(t: Transaction, action: string, id: string, by: string): Promise<void> {
  await t.audit({ action, actor: by, object: { kind: 'case', id }, purpose: 'data-subject-request' });
}
