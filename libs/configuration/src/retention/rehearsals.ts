import { http } from '@voxkeep/contracts';
import { newId, type Database, type Transaction } from '@voxkeep/platform';
import type { Actor } from '../rights/actor.js';
import { hashOfRules } from './retention-rules.js';

/** A rehearsal that was carried out, as the worker writes it down. */
export interface RehearsalResult {
  readonly rules: readonly http.RetentionRule[];
  readonly holdsHash: string;
  readonly firstRunAt: Date;
  readonly lines: readonly http.RehearsalLine[];
}

/** The approval by which the worker removes: the rules as they were rehearsed, and what the rehearsal counted. */
export interface ApprovalInForce {
  readonly rehearsalId: string;
  readonly rules: readonly http.RetentionRule[];
  readonly rulesHash: string;
  readonly holdsHash: string;
  readonly approvedBy: string;
  readonly approvedAt: Date;
  /** Absent until the first run under this approval is done; only that run may remove what was rehearsed, whatever share that is. */
  readonly firstRunId: string | null;
}

export type ApprovalOutcome =
  | { readonly approved: string }
  | { readonly refused: 'not-there' | 'rules-changed' | 'superseded' | 'outdated' | 'records-differ' };

const fitsForDays = 7;
const header = `id, state, because, asked_by as "askedBy", asked_at as "askedAt", finished_at as "finishedAt",
  first_run_at as "firstRunAt", coalesce(rules, '[]') as rules, rules_hash as "rulesHash"`;
const line = `class, store, total::float8 as total, due::float8 as due, held::float8 as held, without_start::float8 as "withoutStart",
  without_term::float8 as "withoutTerm", files::float8 as files, octets::float8 as octets, oldest, newest, ages, samples, holds`;

type Header = Omit<http.Rehearsal, 'lines' | 'fits' | 'askedAt' | 'finishedAt' | 'firstRunAt'> & {
  readonly askedAt: Date;
  readonly finishedAt: Date | null;
  readonly firstRunAt: Date | null;
  readonly rulesHash: string | null;
};

/** What retention would remove, counted before it does; and whose approval it runs by. */
export class Rehearsals {
  constructor(private readonly database: Database) {}

  /** Asks the worker for a rehearsal; one that is waiting already is answered. */
  ask(because: http.RehearsalReason, by: Actor): Promise<string> {
    return this.database.transaction(async (t) => {
      await t.rows(`select pg_advisory_xact_lock(hashtextextended('retention.rehearsal', 0))`);
      const [waiting] = await t.rows<{ id: string }>(`select id from retention_rehearsal where state = 'asked' limit 1`);
      if (waiting) return waiting.id;
      const id = newId();
      await t.rows(`insert into retention_rehearsal (id, state, because, asked_by) values ($1, 'asked', $2, $3)`, [
        id,
        because,
        by,
      ]);
      await t.audit({ action: 'retention.rehearse', actor: by, object: { kind: 'retention-rehearsal', id } });
      await t.notify('retention', '');
      return id;
    });
  }

  /** Rehearsals that nobody has carried out so far, oldest first. */
  async asked(): Promise<readonly string[]> {
    const rows = await this.database.rows<{ id: string }>(
      `select id from retention_rehearsal where state = 'asked' order by asked_at`,
    );
    return rows.map(({ id }) => id);
  }

  /** Writes down what a rehearsal found. */
  finish(id: string, { rules, holdsHash, firstRunAt, lines }: RehearsalResult): Promise<void> {
    return this.database.transaction(async (t) => {
      await t.rows(
        `update retention_rehearsal set state = 'done', finished_at = now(), rules = $2, rules_hash = $3, holds_hash = $4,
           first_run_at = $5 where id = $1`,
        [id, JSON.stringify(rules), hashOfRules(rules), holdsHash, firstRunAt],
      );
      await t.rows('delete from retention_rehearsal_line where rehearsal_id = $1', [id]);
      for (const found of lines) await t.rows(insertLine, [id, ...lineValues(found)]);
    });
  }

  async fail(id: string): Promise<void> {
    await this.database.rows(`update retention_rehearsal set state = 'failed', finished_at = now() where id = $1`, [id]);
  }

  /** The newest rehearsal with its lines. */
  async latest(now = new Date()): Promise<http.Rehearsal | undefined> {
    const [found] = await this.database.rows<Header>(`select ${header} from retention_rehearsal order by asked_at desc limit 1`);
    return found && this.#whole(found, now);
  }

  async find(id: string, now = new Date()): Promise<http.Rehearsal | undefined> {
    const [found] = await this.database.rows<Header>(`select ${header} from retention_rehearsal where id = $1`, [id]);
    return found && this.#whole(found, now);
  }

  /**
   * Approves the newest rehearsal and ends the approval before it. `records` is what the approver typed: the number of records that
   * the first run removes. Refused when the rules have changed since, a newer rehearsal stands, or it is older than a week.
   */
  async approve(id: string, records: number, by: Actor, now = new Date()): Promise<ApprovalOutcome> {
    const found = await this.find(id, now);
    if (found?.state !== 'done') return { refused: 'not-there' };
    return this.database.transaction(async (t) => {
      await t.rows(`select pg_advisory_xact_lock(hashtextextended('retention.rehearsal', 0))`);
      const refused = await refusalOf(t, found, records, now);
      if (refused) return { refused };
      await t.rows(`update retention_approval set ended_at = now(), ended_because = 'superseded' where ended_at is null`);
      await t.rows('insert into retention_approval (rehearsal_id, approved_by) values ($1, $2)', [id, by]);
      await t.audit({
        action: 'retention.approve',
        actor: by,
        object: { kind: 'retention-rehearsal', id },
        count: records,
      });
      await t.notify('retention', '');
      return { approved: id };
    });
  }

  /** The approval in force, as long as nobody ended it. */
  async inForce(): Promise<ApprovalInForce | undefined> {
    const [found] = await this.database.rows<ApprovalInForce>(
      `select r.id as "rehearsalId", r.rules, r.rules_hash as "rulesHash", r.holds_hash as "holdsHash", a.approved_by as "approvedBy",
         a.approved_at as "approvedAt", a.first_run_id as "firstRunId"
       from retention_approval a join retention_rehearsal r on r.id = a.rehearsal_id where a.ended_at is null`,
    );
    return found;
  }

  /** Ends the approval in force: what it was given for is no longer what would happen. */
  end(because: http.RehearsalReason, by: Actor): Promise<void> {
    return this.database.transaction(async (t) => {
      const ended = await t.rows<{ id: string }>(
        `update retention_approval set ended_at = now(), ended_because = $1 where ended_at is null returning rehearsal_id as id`,
        [because],
      );
      for (const { id } of ended)
        await t.audit({ action: 'retention.approval-end', actor: by, object: { kind: 'retention-rehearsal', id } });
    });
  }

  /** Why the brake is on: the newest approval was ended by it, and nobody has approved anew. */
  async brake(): Promise<http.RehearsalReason | undefined> {
    const [last] = await this.database.rows<{ because: http.RehearsalReason | 'superseded' | null }>(
      `select ended_because as because from retention_approval order by approved_at desc limit 1`,
    );
    return http.rehearsalReasons.find((reason) => reason === last?.because);
  }

  async #whole({ rulesHash, ...found }: Header, now: Date): Promise<http.Rehearsal> {
    const lines = await this.database.rows<object>(
      `select ${line} from retention_rehearsal_line where rehearsal_id = $1 order by class, store`,
      [found.id],
    );
    const held = await this.database.rows<http.RetentionRule>(
      `select class, channel, queue_id as "queueId", amount, unit from retention_rule`,
    );
    const fits = found.state === 'done' && rulesHash === hashOfRules(held) && !isOutdated(found.finishedAt, now);
    return http.rehearsal.parse(JSON.parse(JSON.stringify({ ...found, fits, lines })));
  }
}

function isOutdated(finishedAt: Date | string | null, now: Date): boolean {
  return finishedAt === null || now.getTime() - new Date(finishedAt).getTime() > fitsForDays * 86_400_000;
}

async function refusalOf(t: Transaction, found: http.Rehearsal, records: number, now: Date) {
  const [newest] = await t.rows<{ id: string }>(
    `select id from retention_rehearsal where state = 'done' order by asked_at desc limit 1`,
  );
  if (newest?.id !== found.id) return 'superseded';
  if (isOutdated(found.finishedAt, now)) return 'outdated';
  const held = await t.rows<http.RetentionRule>(`select class, channel, queue_id as "queueId", amount, unit from retention_rule`);
  if (hashOfRules(held) !== hashOfRules(found.rules)) return 'rules-changed';
  return found.lines.reduce((sum, { due }) => sum + due, 0) === records ? undefined : 'records-differ';
}

const insertLine = `insert into retention_rehearsal_line (rehearsal_id, class, store, total, due, held, without_start, without_term, files,
  octets, oldest, newest, ages, samples, holds) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`;

function lineValues(found: http.RehearsalLine): readonly unknown[] {
  const { total, due, held, withoutStart, withoutTerm, files, octets, oldest, newest } = found;
  return [
    ...[found.class, found.store, total, due, held, withoutStart, withoutTerm, files, Math.round(octets), oldest, newest],
    ...[JSON.stringify(found.ages), JSON.stringify(found.samples), JSON.stringify(found.holds)],
  ];
}
