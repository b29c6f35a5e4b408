import { domainEvent, http } from '@voxkeep/contracts';
import { newTimeOrderedId, type Database } from '@voxkeep/platform';
import type { Actor } from '../rights/actor.js';

type RunLine = http.RetentionRun['lines'][number];

/** What retention did, run by run; and when its clock was last seen. */
export class RetentionRuns {
  constructor(private readonly database: Database) {}

  /** Begins a run; one that was interrupted under the same approval is gone on with. */
  async begin(rehearsalId: string | null, now: Date): Promise<string> {
    const [interrupted] = await this.database.rows<{ id: string }>(
      `select id from retention_run where state = 'running' and rehearsal_id is not distinct from $1 order by started_at desc limit 1`,
      [rehearsalId],
    );
    if (interrupted) return interrupted.id;
    const id = newTimeOrderedId(now);
    await this.database.rows(`insert into retention_run (id, rehearsal_id, state, started_at) values ($1, $2, 'running', $3)`, [
      id,
      rehearsalId,
      now,
    ]);
    return id;
  }

  /** Adds to a line of a run; called after every batch, so that an interrupted run tells how far it came. */
  async add(runId: string, part: RunLine): Promise<void> {
    const { store, removed, held, failed, files, octets, keys, months } = part;
    await this.database.rows(
      `insert into retention_run_line as l (run_id, class, store, removed, held, failed, files, octets, keys, months)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
       on conflict (run_id, class, store) do update set removed = l.removed + excluded.removed, held = excluded.held,
         failed = excluded.failed, files = l.files + excluded.files, octets = l.octets + excluded.octets,
         keys = l.keys + excluded.keys, months = l.months + excluded.months`,
      [runId, part.class, store, removed, held, failed, files, Math.round(octets), keys, months],
    );
  }

  /** Ends a run; the first one that is done under an approval uses up what that approval allowed beyond the usual share. */
  finish(runId: string, state: 'done' | 'failed' | 'stopped', because: string | null, by: Actor, now: Date): Promise<void> {
    return this.database.transaction(async (t) => {
      const [run] = await t.rows<{ rehearsalId: string | null }>(
        `update retention_run set state = $2, because = $3, finished_at = $4 where id = $1 returning rehearsal_id as "rehearsalId"`,
        [runId, state, because, now],
      );
      if (state === 'done')
        await t.rows('update retention_approval set first_run_id = $2 where rehearsal_id = $1 and first_run_id is null', [
          run?.rehearsalId,
          runId,
        ]);
      const [sum] = await t.rows<{ removed: number; held: number; failed: number }>(
        `select coalesce(sum(removed), 0)::float8 as removed, coalesce(sum(held), 0)::float8 as held,
           coalesce(sum(failed), 0)::float8 as failed from retention_run_line where run_id = $1`,
        [runId],
      );
      const { removed = 0, held = 0, failed = 0 } = sum ?? {};
      await t.append(domainEvent('retention.ran.v1', { runId, at: now.toISOString(), state, removed, held, failed }));
      await t.audit({ action: `retention.${state}`, actor: by, object: { kind: 'retention-run', id: runId }, count: removed });
    });
  }

  /** The newest runs with their lines. */
  async list(limit = 50): Promise<readonly http.RetentionRun[]> {
    const rows = await this.database.rows<object>(
      `select r.id, r.state, r.because, r.started_at as "startedAt", r.finished_at as "finishedAt",
         coalesce((select jsonb_agg(jsonb_build_object('class', l.class, 'store', l.store, 'removed', l.removed, 'held', l.held,
           'failed', l.failed, 'files', l.files, 'octets', l.octets, 'keys', l.keys, 'months', l.months) order by l.class, l.store)
           from retention_run_line l where l.run_id = r.id), '[]') as lines
       from retention_run r order by r.started_at desc limit $1`,
      [limit],
    );
    return rows.map((row) => http.retentionRun.parse(JSON.parse(JSON.stringify(row))));
  }

  /** When retention last looked at the clock, and what the database's own clock says. */
  async clock(): Promise<{ readonly lastAt: Date | null; readonly databaseNow: Date }> {
    const [found] = await this.database.rows<{ lastAt: Date | null; databaseNow: Date }>(
      `select (select last_at from retention_clock) as "lastAt", clock_timestamp() as "databaseNow"`,
    );
    return found ?? { lastAt: null, databaseNow: new Date() };
  }

  /** Notes that the clock was looked at. */
  async passed(now: Date): Promise<void> {
    await this.database.rows(
      `insert into retention_clock (last_at) values ($1) on conflict (one) do update set last_at = excluded.last_at`,
      [now],
    );
  }
}
