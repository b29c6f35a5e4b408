/** What a role may do with a table; there is no TRUNCATE, REFERENCES or TRIGGER for a process. `maintain` (VACUUM) needs PostgreSQL 17. */
export type Privilege = 'select' | 'insert' | 'update' | 'delete' | 'maintain';

/**
 * One line of the table of rights. `tables` names tables or views of the schema, or `'*'` for all that exist at the time of the
 * grant except those that every database shares (outbox, audit rows, versions). A named table that does not exist (yet) is skipped and reported, never an error.
 */
export interface Grant {
  readonly schema: string;
  readonly tables: '*' | readonly string[];
  readonly may: readonly Privilege[];
  /** The only columns that may be read; all of them when left out. */
  readonly columns?: readonly string[];
}

/** Read rows. */
export const reads = (tables: Grant['tables'], schema = 'public'): Grant => ({ schema, tables, may: ['select'] });
/** Read and add rows; existing rows stay as they are. */
export const appends = (tables: Grant['tables'], schema = 'public'): Grant => ({ schema, tables, may: ['select', 'insert'] });
/** Read, add and change rows; nothing can be removed. */
export const keeps = (tables: Grant['tables'], schema = 'public'): Grant => ({
  schema,
  tables,
  may: ['select', 'insert', 'update'],
});
/** Read and change rows; none can be added or removed. */
export const changes = (tables: Grant['tables'], schema = 'public'): Grant => ({ schema, tables, may: ['select', 'update'] });
/** Read, add, change and remove rows. */
export const owns = (tables: Grant['tables'], schema = 'public'): Grant => ({
  schema,
  tables,
  may: ['select', 'insert', 'update', 'delete'],
});

/** Read and remove rows, and write none: what erasure needs where nothing may be forged. */
export const removes = (tables: Grant['tables'], schema = 'public'): Grant => ({ schema, tables, may: ['select', 'delete'] });

/** Remove rows, and read of them these columns only: the way to a row without what it keeps secret. */
export const removesUnread = (table: string, columns: readonly string[], schema = 'public'): Grant => ({
  schema,
  tables: [table],
  may: ['select', 'delete'],
  columns,
});

/** May vacuum, so that removed rows are gone from the file at once; older servers leave it to autovacuum. */
export const vacuums = (tables: Grant['tables'], schema = 'public'): Grant => ({ schema, tables, may: ['maintain'] });

/** What every writer of a database needs: its events, its audit rows, and to see which schema it has. */
export const writesEvents: readonly Grant[] = [appends(['outbox', 'audit_outbox']), reads(['schema_version'])];
/** What a reader of events needs: the stream, and a cursor that moves in its own transaction; it also clears away what all have read. */
export const followsEvents: readonly Grant[] = [
  owns(['outbox']),
  keeps(['outbox_cursor']),
  appends(['cleanup_log', 'audit_outbox']),
  reads(['schema_version']),
];
/** What an eraser needs besides its tables: to note what a rule or a case removed. */
export const removesRows: readonly Grant[] = [appends(['cleanup_log'])];
