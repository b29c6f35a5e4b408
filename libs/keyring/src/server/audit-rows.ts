import type { AuditRow, Database } from '@voxkeep/platform';
import type { AnswerOf, RequestOf } from '../protocol/messages.js';

type Mark = RequestOf<'audit-acknowledge'>['upto'];
type WireRow = AnswerOf<'audit-rows'>['rows'][number];

const consumer = 'audit-sequencer';

/** Below the oldest transaction that still runs, so that a late commit is never skipped. */
const selectRows = `
  select o.id, o.txid::text as txid, o.event_id as "eventId", o.at, o.actor, o.action, o.object_kind as "objectKind",
         o.object_id as "objectId", o.subject_ref as "subjectRef", o.purpose, o.columns, o.count, o.sealed_detail as "sealedDetail", o.salt
    from audit_outbox o
   where (o.txid, o.id) > ($1::xid8, $2::bigint) and o.txid < pg_snapshot_xmin(pg_current_snapshot())
   order by o.txid, o.id limit $3`;

/** The keyring's own audit rows, handed to the process that writes the one log: nobody else reaches this database. */
export class AuditRows {
  constructor(private readonly database: Database) {}

  /** Committed rows in order, from after the given mark or the acknowledged one. */
  async read(after: Mark | undefined, limit: number): Promise<WireRow[]> {
    const { txid, id } = after ?? (await this.acknowledged());
    const rows = await this.database.rows<AuditRow>(selectRows, [txid, id, limit]);
    return rows.map((row) => ({
      ...row,
      at: row.at.toISOString(),
      columns: row.columns === null ? null : [...row.columns],
      sealedDetail: row.sealedDetail?.toString('base64') ?? null,
      salt: row.salt.toString('base64'),
    }));
  }

  /** Notes that the log holds everything up to here; it never goes back. */
  async acknowledge({ txid, id }: Mark): Promise<void> {
    await this.database.rows(
      `insert into outbox_cursor (consumer, source, txid, id) values ('${consumer}', 'keyring.audit', $1::xid8, $2::bigint)
           on conflict (consumer, source) do update set txid = excluded.txid, id = excluded.id
        where (outbox_cursor.txid, outbox_cursor.id) < (excluded.txid, excluded.id)`,
      [txid, id],
    );
  }

  private async acknowledged(): Promise<Mark> {
    const [row] = await this.database.rows<Mark>(
      `select txid::text as txid, id::text as id from outbox_cursor where consumer = '${consumer}' and source = 'keyring.audit'`,
    );
    return row ?? { txid: '0', id: '0' };
  }
}
