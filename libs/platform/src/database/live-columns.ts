import type { LiveColumn } from '@voxkeep/personal-data';

/** Anything that runs SQL: a Database, a Transaction, or a wrapped client. */
export interface RowSource {
  rows(sql: string, params?: readonly unknown[]): Promise<Record<string, unknown>[]>;
}

// pg_catalog rather than information_schema, which hides what the role may not read. Partitions repeat their parent's columns.
const everyColumn = `
  select n.nspname as schema, c.relname as table, a.attname as column, format_type(a.atttypid, null) as type
  from pg_attribute a
  join pg_class c on c.oid = a.attrelid
  join pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p', 'm', 'f') and not c.relispartition and a.attnum > 0 and not a.attisdropped
    and n.nspname <> 'information_schema' and n.nspname !~ '^pg_'
  order by 1, 2, a.attnum`;

/** Every column of every table of a database as it is now, for `compareSchema`; plain views hold nothing and are left out. */
export async function liveColumns(source: RowSource): Promise<readonly LiveColumn[]> {
  return (await source.rows(everyColumn)) as unknown as readonly LiveColumn[];
}
