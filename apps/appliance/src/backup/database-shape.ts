import { z } from 'zod';
import type { CopyConnection } from '../../../../db/cluster/copy-connection.js';

const table = z.strictObject({ schema: z.string(), table: z.string(), columns: z.array(z.string()) });
const partition = z.strictObject({ schema: z.string(), table: z.string(), parent: z.string(), bound: z.string() });
const sequence = z.strictObject({ schema: z.string(), name: z.string(), last: z.string() });

/** What of a database is not rows and does not come from migrations alone. */
export const databaseShape = z.strictObject({
  /** Names of the migrations that made the schema. */
  schema: z.array(z.string()),
  tables: z.array(table),
  partitions: z.array(partition),
  sequences: z.array(sequence),
});

export type DatabaseShape = z.infer<typeof databaseShape>;
export type DumpedTable = z.infer<typeof table>;

const ours = `n.nspname not like 'pg\\_%' and n.nspname <> 'information_schema'`;

/** Tables whose rows belong to the schema, not to the data; the migrations of the release that restores write them. */
const madeByMigrations = new Set(['public.migrations', 'public.schema_version', 'bullmq.migration']);

const selectTables = `
  select n.nspname as schema, c.relname as "table",
         array(select a.attname::text from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
                  and a.attgenerated = '' order by a.attnum) as columns
    from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind = 'r' and ${ours} order by 1, 2`;

const selectPartitions = `
  select n.nspname as schema, c.relname as "table", p.relname as parent, pg_get_expr(c.relpartbound, c.oid) as bound
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    join pg_inherits i on i.inhrelid = c.oid join pg_class p on p.oid = i.inhparent
   where c.relispartition and c.relkind = 'r' and ${ours} order by 1, 2`;

const selectSequences = `
  select schemaname as schema, sequencename as name, last_value::text as last from pg_sequences where last_value is not null order by 1, 2`;

/** Reads the shape over a connection; generated columns are left out, since they are generated again. */
export async function shapeOf(client: CopyConnection): Promise<DatabaseShape> {
  const tables = await client.rows<DumpedTable>(selectTables);
  const partitions = await client.rows<DatabaseShape['partitions'][number]>(selectPartitions);
  const sequences = await client.rows<DatabaseShape['sequences'][number]>(selectSequences);
  const dumped = tables.filter(({ schema, table: name }) => !madeByMigrations.has(`${schema}.${name}`));
  return { schema: await schemaOf(client), tables: dumped, partitions, sequences };
}

/** The migrations of a database, ours or those of the queue's library. */
export async function schemaOf(client: CopyConnection): Promise<string[]> {
  const rows = await client.rows<{ queue: boolean }>(`select to_regclass('bullmq.migration') is not null as queue`);
  const names = rows[0]?.queue === true ? 'select version::text as name from bullmq.migration' : 'select name from migrations';
  return (await client.rows<{ name: string }>(names)).map(({ name }) => name).sort();
}

/** A name in SQL, whatever stands in it. */
export function sqlName(...parts: readonly string[]): string {
  return parts.map((part) => `"${part.replaceAll('"', '""')}"`).join('.');
}
