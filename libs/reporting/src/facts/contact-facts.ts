import { keptOutcomes, readEvent } from '@voxkeep/contracts';
import type { Database, OutboxEvent, Transaction } from '@voxkeep/platform';
import { reportContacts, smallestCell, type AnonymisedReport, type ReportQuery, type ReportRow } from './contact-report.js';
import { changeOf } from './fact-changes.js';

/** Where facts stand without persons (R22): of one queue, or everywhere, when the contact began at that time or later. */
export interface WithoutPersons {
  readonly queueId: string | null;
  readonly since: Date;
}

interface Touched {
  readonly contactId: string;
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
    count(f) filter (where f.outcome = any('{${keptOutcomes.join(',')}}')), coalesce(sum(f.handle_seconds), 0)
  from touched t left join contact_fact f
    on f.queue_id = t.queue_id and f.opened_at >= t.from_at and f.opened_at < t.from_at + interval '15 minutes'
  group by t.queue_id, t.from_at
  on conflict (queue_id, from_at) do update set offered = excluded.offered, handled = excluded.handled, kept = excluded.kept,
    handle_seconds = excluded.handle_seconds`;

/**
 * By when the contact began, not by when its events come: a late one takes no person away from a contact that began before the switch,
 * and brings none to a later one. A contact may be given its queue after its persons were heard of.
 */
const leftOut = `
  contact_id = any($1::uuid[]) and exists (
    select from unnest($2::uuid[], $3::timestamptz[]) as off (queue_id, since)
     where opened_at >= off.since and (off.queue_id is null or off.queue_id = contact_fact.queue_id))`;
const leaveOutPersons = `
  update contact_fact set agent_user_id = null, customer_ref = null
   where ${leftOut} and (agent_user_id is not null or customer_ref is not null)`;
const leaveOutPseudonyms = `
  delete from customer_pseudonym p where p.ref = any($1::uuid[]) and not exists (select from contact_fact f where f.customer_ref = p.ref)`;

/** One fact per contact and what is counted from them. */
export class ContactFacts {
  constructor(private readonly reporting: Database) {}

  /**
   * Brings events of the operative outbox in, inside the relay's transaction on this database. Twice is once. Facts that `without`
   * covers keep times and outcome and name neither agent nor customer.
   */
  async apply(events: readonly OutboxEvent[], t: Transaction, without: readonly WithoutPersons[] = []): Promise<void> {
    const touched: Touched[] = [];
    for (const { type, payload } of events) {
      const event = readEvent(type, payload);
      const change = event && changeOf(event);
      if (change) touched.push(...(await t.rows<Touched>(change.sql, change.params, change.name)));
    }
    await this.leaveOut(without, touched, t);
    const ofQueues = touched.filter(({ queueId }) => queueId !== null);
    if (ofQueues.length === 0) return;
    await t.rows(recountIntervals, [ofQueues.map(({ queueId }) => queueId), ofQueues.map(({ openedAt }) => openedAt)]);
  }

  private async leaveOut(without: readonly WithoutPersons[], touched: readonly Touched[], t: Transaction): Promise<void> {
    if (without.length === 0 || touched.length === 0) return;
    const covered = [
      touched.map(({ contactId }) => contactId),
      without.map(({ queueId }) => queueId),
      without.map(({ since }) => since),
    ];
    const named = await t.rows<{ ref: string }>(
      `select distinct customer_ref as ref from contact_fact where ${leftOut} and customer_ref is not null`,
      covered,
    );
    await t.rows(leaveOutPersons, covered);
    await t.rows(leaveOutPseudonyms, [named.map(({ ref }) => ref)]);
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
