import { readEvent } from '@voxkeep/contracts';
import type { Database, OutboxEvent, Transaction } from '@voxkeep/platform';
import { reportContacts, smallestCell, type AnonymisedReport, type ReportQuery, type ReportRow } from './contact-report.js';
import { changeOf } from './fact-changes.js';

interface Touched {
  readonly queueId: string | null;
  readonly openedAt: Date;
}

/** A quarter of an hour of a queue; times are UTC. */
export interface QueueIntervalRow {
  readonly queueId: string;
  readonly fromAt: Date;
  readonly offered: number;
  readonly handled: number;
  readonly kept: number;
  readonly handleSeconds: number;
}

const quarterHour = `date_bin('15 minutes', %, timestamptz '2000-01-01 00:00:00Z')`;
const binned = (expression: string) => quarterHour.replace('%', expression);

const recountIntervals = `
  with touched as (
    select distinct queue_id, ${binned('opened_at')} as from_at from unnest($1::uuid[], $2::timestamptz[]) as t (queue_id, opened_at)
  )
  insert into queue_interval (queue_id, from_at, offered, handled, kept, handle_seconds)
  select t.queue_id, t.from_at, count(f), count(f) filter (where f.agent_joined_at is not null),
    count(f) filter (where f.outcome = 'kept'), coalesce(sum(f.handle_seconds), 0)
  from touched t left join contact_fact f
    on f.queue_id = t.queue_id and f.opened_at >= t.from_at and f.opened_at < t.from_at + interval '15 minutes'
  group by t.queue_id, t.from_at
  on conflict (queue_id, from_at) do update set offered = excluded.offered, handled = excluded.handled, kept = excluded.kept,
    handle_seconds = excluded.handle_seconds`;

/** One fact per contact and what is counted from them. */
export class ContactFacts {
  constructor(private readonly reporting: Database) {}

  /** Brings events of the operative outbox in, inside the relay's transaction on this database. Twice is once. */
  async apply(events: readonly OutboxEvent[], t: Transaction): Promise<void> {
    const touched: Touched[] = [];
    for (const { type, payload } of events) {
      const event = readEvent(type, payload);
      const change = event && changeOf(event);
      if (change) touched.push(...(await t.rows<Touched>(change.sql, change.params, change.name)));
    }
    const ofQueues = touched.filter(({ queueId }) => queueId !== null);
    if (ofQueues.length === 0) return;
    await t.rows(recountIntervals, [ofQueues.map(({ queueId }) => queueId), ofQueues.map(({ openedAt }) => openedAt)]);
  }

  /** Counts by queue, day or outcome, within the asker's queues. */
  report(query: ReportQuery): Promise<readonly ReportRow[]> {
    return reportContacts(this.reporting, query);
  }

  /** The same, fit to leave the house: small cells are withheld. */
  async anonymisedReport(query: ReportQuery): Promise<AnonymisedReport> {
    const all = await this.report(query);
    const rows = all.filter(({ contacts }) => contacts >= smallestCell);
    return { anonymised: true, rows, withheldCells: all.length - rows.length };
  }

  /** The quarter-hours of these queues in which something was offered, in order of time. */
  async intervals(queueIds: readonly string[], from: Date, to: Date): Promise<readonly QueueIntervalRow[]> {
    const rows = await this.reporting.rows<Omit<QueueIntervalRow, 'handleSeconds'> & { handleSeconds: string }>(
      `select queue_id as "queueId", from_at as "fromAt", offered, handled, kept, handle_seconds as "handleSeconds"
       from queue_interval where queue_id = any($1::uuid[]) and from_at >= $2 and from_at < $3 order by from_at, queue_id`,
      [queueIds, from, to],
    );
    return rows.map((row) => ({ ...row, handleSeconds: Number(row.handleSeconds) }));
  }
}
