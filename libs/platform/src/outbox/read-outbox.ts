import type { Database } from '../database/database.js';
import type { Transaction } from '../database/transaction.js';
import type { AuditRow, OutboxEvent } from './outbox-event.js';

/** What a consumer does with a batch, on the target's transaction in which the cursor moves too. */
export type Apply<Row> = (rows: readonly Row[], t: Transaction) => Promise<void>;

export interface ReadOptions {
  /** Most rows of one transaction; 500 unless told. */
  readonly batch?: number;
}

interface Stream {
  /** Name of the source in the cursor table. */
  readonly source: string;
  readonly select: string;
}

interface Placed {
  readonly id: string;
  readonly txid: string;
}

// Below xmin every transaction has ended, so nothing can still appear before what is read here; a late commit waits for its turn.
// Columns are qualified: a bare `order by txid` would mean the selected text, in which 10 comes before 9.
const finished = `where o.txid < pg_snapshot_xmin(pg_current_snapshot()) and (o.txid, o.id) > ($1::xid8, $2::bigint)
  order by o.txid, o.id limit $3`;
const selectEvents = `select o.id, o.txid::text, o.type, o.payload, o.at from outbox o ${finished}`;
const selectAudit = `
  select o.id, o.txid::text, o.event_id as "eventId", o.at, o.actor, o.action, o.object_kind as "objectKind", o.object_id as "objectId",
    o.subject_ref as "subjectRef", o.purpose, o.columns, o.count, o.sealed_detail as "sealedDetail", o.salt
  from audit_outbox o ${finished}`;

/**
 * Carries the next batch of domain events of `source` into `target`: what `apply` writes and the cursor are one transaction, so
 * each event has its effect exactly once and in order, however often the process dies. Answers how many were carried (ADR 0009).
 */
export function readOutbox(
  source: Database,
  target: Database,
  consumer: string,
  apply: Apply<OutboxEvent>,
  options: ReadOptions = {},
): Promise<number> {
  return carry({ source: source.name, select: selectEvents }, source, target, consumer, apply, options);
}

/** The same for the audit entries of `source`, for the sequencer of the Merkle log. */
export function readAuditOutbox(
  source: Database,
  target: Database,
  consumer: string,
  apply: Apply<AuditRow>,
  options: ReadOptions = {},
): Promise<number> {
  return carry({ source: `${source.name}.audit`, select: selectAudit }, source, target, consumer, apply, options);
}

async function carry<Row extends Placed>(
  stream: Stream,
  source: Database,
  target: Database,
  consumer: string,
  apply: Apply<Row>,
  { batch = 500 }: ReadOptions,
): Promise<number> {
  if (!(await hasNews(stream, source, target, consumer))) return 0;
  return target.transaction(async (t) => {
    const at = await lockCursor(t, consumer, stream.source);
    const rows = await source.rows<Row>(stream.select, [at.txid, at.id, batch]);
    const last = rows.at(-1);
    if (!last) return 0;
    await apply(rows, t);
    await t.rows('update outbox_cursor set txid = $3::xid8, id = $4 where consumer = $1 and source = $2', [
      consumer,
      stream.source,
      last.txid,
      last.id,
    ]);
    return rows.length;
  });
}

/** Looks without a lock whether there is anything to carry, so that a poll in vain writes nothing and holds nobody back. */
async function hasNews(stream: Stream, source: Database, target: Database, consumer: string): Promise<boolean> {
  const [cursor = { txid: '0', id: '0' }] = await target.rows<Placed>(
    'select txid::text, id from outbox_cursor where consumer = $1 and source = $2',
    [consumer, stream.source],
  );
  return (await source.rows(stream.select, [cursor.txid, cursor.id, 1])).length > 0;
}

/** A second reader of the same stream waits here until the first has committed, and then sees its cursor. */
async function lockCursor(t: Transaction, consumer: string, source: string): Promise<Placed> {
  await t.rows(`insert into outbox_cursor (consumer, source, txid, id) values ($1, $2, '0', 0) on conflict do nothing`, [
    consumer,
    source,
  ]);
  const [cursor] = await t.rows<Placed>(
    'select txid::text, id from outbox_cursor where consumer = $1 and source = $2 for update',
    [consumer, source],
  );
  return cursor ?? { txid: '0', id: '0' };
}
