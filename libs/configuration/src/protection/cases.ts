import { domainEvent } from '@voxkeep/contracts';
import { newId, type Database } from '@voxkeep/platform';
import { isWaitingForIdentity, mayFollow, needsPlan, sideExits, type CaseState } from './case-states.js';
import { appendStep, auditCase, lockCase, tellMove, type LockedCase, type NewStep } from './case-transaction.js';
import { askOtherSystems } from '../registers/system-tasks.js';
import { caseViewSql, type CaseView, type NewCase } from './case-view.js';

/** What a frozen plan is known by: SHA-256 of the plan and of the catalogue it was made from, in hex. */
export interface PlanHashes {
  readonly planHash: string;
  readonly catalogueHash: string;
}
export interface StepView extends Required<NewStep> {
  readonly number: number;
  readonly at: Date;
  readonly actor: string;
}
export type CaseOutcome =
  | { readonly state: CaseState }
  | { readonly refused: 'not-there' | 'wrong-state' | 'plan-changed' | 'same-person' | 'not-verified' };
const moveSql = `
  update protection."case" set state = $2, closed_at = case when $2 in ('closed', 'refused', 'partly-refused', 'duplicate', 'withdrawn') then now() end,
    plan_hash = coalesce($3, plan_hash), catalogue_hash = coalesce($4, catalogue_hash),
    approved_by = case $2 when 'approved' then $5::uuid when 'scoped' then null else approved_by end,
    approved_at = case $2 when 'approved' then now() when 'scoped' then null else approved_at end
  where id = $1`;

/** The cases of the Data Protection Officer. Each move is a state that may follow, one transaction, a step and an audit entry. */
export class Cases {
  constructor(private readonly database: Database) {}

  /** Opens a case; due in one month (GDPR Art. 12(3)). Returns its id. */
  open({ kind, subject, verification, requiredLevel = 1, withRecordings = false }: NewCase, by: string): Promise<string> {
    const id = newId();
    const state: CaseState = verification.level < requiredLevel ? 'identity-check' : 'received';
    return this.database.transaction(async (t) => {
      await t.rows(
        `insert into protection."case" (id, number, kind, state, verification_level, verification_method, required_level, with_recordings, opened_by, owner_id, due_at)
         values ($1, to_char(now(), 'YYYY') || '-' || lpad(nextval('protection.case_number')::text, 5, '0'), $2, $3, $4, $5, $6, $7, $8::uuid, $8::uuid, now() + interval '1 month')`,
        [id, kind, state, verification.level, verification.method, requiredLevel, withRecordings, by],
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
    const [row] = await this.database.rows<CaseView>(`${caseViewSql} where c.id = $1`, [id]);
    return row;
  }

  /** All cases, those due first at the top, closed ones last. */
  list(): Promise<readonly CaseView[]> {
    return this.database.rows<CaseView>(`${caseViewSql} order by c.closed_at is not null, c.due_at, c.number`);
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

  /** Begins the execution of exactly this plan; an erasure restricts first what stays. Of two at once, one gets `wrong-state`. */
  start(id: string, planHash: string, by: string, to: 'executing' | 'restricting' = 'executing'): Promise<CaseOutcome> {
    return this.#move(id, to, by, ({ planHash: frozen }) => (frozen === planHash ? undefined : 'plan-changed'));
  }

  /** Begins what needs no plan: rectification, restriction, objection and other requests. */
  begin(id: string, by: string): Promise<CaseOutcome> {
    return this.#move(id, 'executing', by, ({ kind }) => (needsPlan(kind) ? 'plan-changed' : undefined));
  }

  /** Moves a case on where nothing else is to be checked: verifying, live-erased, reported, closed, refused, failed. */
  move(id: string, to: Exclude<CaseState, 'received' | 'scoped' | 'approved' | 'executing'>, by: string): Promise<CaseOutcome> {
    return this.#move(id, to, by);
  }

  /** Notes what was done. Steps are never changed or removed. */
  note(id: string, step: NewStep, by: string): Promise<void> {
    return this.database.transaction(async (t) => {
      await lockCase(t, id);
      await appendStep(t, id, by, step);
    });
  }

  #move(
    id: string,
    to: CaseState,
    by: string,
    check: (found: LockedCase) => 'plan-changed' | 'same-person' | undefined = () => undefined,
    hashes?: PlanHashes,
  ): Promise<CaseOutcome> {
    return this.database.transaction(async (t): Promise<CaseOutcome> => {
      const found = await lockCase(t, id);
      if (found === undefined) return { refused: 'not-there' };
      if (!mayFollow(found.kind, found.state, to)) return { refused: 'wrong-state' };
      if (isUnverified(found, to)) return { refused: 'not-verified' };
      const refused = check(found);
      if (refused !== undefined) return { refused };
      await t.rows(moveSql, [id, to, hashes?.planHash, hashes?.catalogueHash, to === 'approved' ? by : null]);
      await appendStep(t, id, by, { step: to, result: 'done' });
      if (to === 'scoped' || to === 'executing') await askOtherSystems(t, id);
      await tellMove(t, id, to);
      await auditCase(t, `case.${to}`, id, by);
      return { state: to };
    });
  }
}

/** GDPR Art. 12(6): whoever asks is made sure of before anything but a refusal follows. */
function isUnverified({ state, verificationLevel, requiredLevel }: LockedCase, to: CaseState): boolean {
  return isWaitingForIdentity(state) && !sideExits.includes(to) && verificationLevel < requiredLevel;
}
