import type { StoreName } from '@voxkeep/contracts';
import { declareTable } from './declare-table.js';

const position = 'position in a log';
const time = 'time of a technical act';

/** The technical tables that every database has, column by column. */
const platformTables: Readonly<Record<string, { reason: string; columns: Readonly<Record<string, string>> }>> = {
  outbox: {
    reason: 'domain events with random ids and codes; read once, then removed',
    columns: {
      id: position,
      txid: position,
      type: 'event name',
      payload: 'random ids and codes, checked by the event schema',
      at: time,
    },
  },
  outbox_cursor: {
    reason: 'how far a consumer has read',
    columns: { consumer: 'program name', source: 'database name', txid: position, id: position },
  },
  audit_outbox: {
    reason:
      'who did what, by random ids and column names; the detail is sealed and its key dies with its owner; segments expire whole',
    columns: {
      id: position,
      txid: position,
      event_id: 'random id',
      at: time,
      actor: 'random user id or program name',
      action: 'code',
      object_kind: 'code',
      object_id: 'random id',
      subject_ref: 'random id',
      purpose: 'code',
      columns: 'column names',
      count: 'number of rows',
      sealed_detail: 'ciphertext',
      salt: 'random bytes',
    },
  },
  cleanup_log: {
    reason: 'watermark of retention: classes, counts and times',
    columns: { id: position, class: 'deletion class', until: time, removed: 'number of rows', at: time },
  },
  schema_version: {
    reason: 'handshake between programs and schema',
    columns: { version: 'schema version', breaking: 'schema version', program: 'program name', at: time },
  },
  migrations: {
    reason: 'which migrations ran',
    columns: { id: position, timestamp: 'number in the file name', name: 'class name of the migration' },
  },
};

/** Declares the technical tables of one store: outbox, outbox_cursor, audit_outbox, cleanup_log, schema_version, migrations. */
export function declarePlatformTables(store: StoreName): void {
  for (const [table, { reason, columns }] of Object.entries(platformTables))
    declareTable({ store, table, kind: 'none', reason, columns });
}
