import type { Database } from '../database/database.js';
import type { Transaction } from '../database/transaction.js';

const streams = [
  { table: 'outbox', suffix: '' },
  { table: 'audit_outbox', suffix: '.audit' },
] as const;

// Every new transaction of any cluster is later than this one.
const beforeAll = '3';

/**
 * After a restore into another cluster the transaction numbers of the old one mean nothing: new events could stand before the
 * cursors and be skipped. This numbers every outbox anew in its old order and moves every cursor to the same place. Run by the
 * restore, as owner of the tables, before any program starts.
 */
export async function renumberOutboxes(databases: readonly Database[]): Promise<void> {
  for (const source of databases) {
    for (const { table, suffix } of streams) {
      for (const target of databases) await moveCursors(source, target, table, source.name + suffix);
      await source.transaction((t) => renumber(t, table));
    }
  }
}

async function moveCursors(source: Database, target: Database, table: string, name: string): Promise<void> {
  const cursors = await target.rows<{ consumer: string; txid: string; id: string }>(
    'select consumer, txid::text, id from outbox_cursor where source = $1',
    [name],
  );
  for (const { consumer, txid, id } of cursors) {
    const [passed] = await source.rows<{ n: string }>(
      `select count(*) as n from ${table} where (txid, id) <= ($1::xid8, $2::bigint)`,
      [txid, id],
    );
    await target.rows('update outbox_cursor set txid = $3::xid8, id = $4 where consumer = $1 and source = $2', [
      consumer,
      name,
      beforeAll,
      passed?.n ?? '0',
    ]);
  }
}

/** In two steps through negative numbers, since the primary key is checked row by row. */
async function renumber(t: Transaction, table: string): Promise<void> {
  if (table === 'audit_outbox') await t.rows('alter table audit_outbox disable trigger tr_audit_outbox_append_only');
  await t.rows(
    `with placed as (select id, row_number() over (order by txid, id) as place from ${table})
     update ${table} set id = -placed.place, txid = '${beforeAll}' from placed where ${table}.id = placed.id`,
  );
  await t.rows(`update ${table} set id = -id where id < 0`);
  await t.rows(`select setval(pg_get_serial_sequence('${table}', 'id'), (select coalesce(max(id), 0) + 1 from ${table}), false)`);
  if (table === 'audit_outbox') await t.rows('alter table audit_outbox enable trigger tr_audit_outbox_append_only');
}
