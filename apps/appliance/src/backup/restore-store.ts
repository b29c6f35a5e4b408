import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { VoxkeepError } from '@voxkeep/contracts';
import { Client } from 'pg';
import { from } from 'pg-copy-streams';
import { z } from 'zod';
import { databaseShape, schemaOf, sqlName, type DatabaseShape, type DumpedTable } from './database-shape.js';
import { readFrames, type Frame } from './frames.js';

/** Both ways into one database: as superuser for the rows, as owner for partitions. */
export interface StoreAccess {
  readonly superuserUrl: string;
  readonly ownerUrl: string;
}

const closing = z.object({ rows: z.number().int().min(0) });

/**
 * Fills a migrated database with what a dump holds; everything that stands in it before is taken away. Rules and triggers do not
 * run: the rows are as they were. Throws `restore.rows` { table } when a table got another number of rows than it had.
 */
export async function restoreStore(dump: AsyncIterable<Uint8Array>, access: StoreAccess): Promise<number> {
  const client = new Client({ connectionString: access.superuserUrl, application_name: 'voxkeep restore' });
  await client.connect();
  try {
    const rows = await fill(client, dump, access.ownerUrl);
    await client.query('analyze');
    return rows;
  } finally {
    await client.end();
  }
}

async function fill(client: Client, dump: AsyncIterable<Uint8Array>, ownerUrl: string): Promise<number> {
  const frames = readFrames(dump);
  const head = await frames.next();
  if (head.done === true || head.value.kind !== 'head') throw new VoxkeepError('backup.not-a-dump');
  await begin(client, databaseShape.parse(JSON.parse(head.value.payload.toString())), ownerUrl);
  const rows = await fillTables(client, frames);
  await client.query('commit');
  return rows;
}

async function fillTables(client: Client, frames: AsyncIterable<Frame>): Promise<number> {
  let copying: CopyIn | undefined;
  let rows = 0;
  for await (const { kind, payload } of frames) {
    if (kind === 'table') copying = new CopyIn(client, JSON.parse(payload.toString()) as DumpedTable);
    if (kind === 'data') await copying?.write(payload);
    if (kind === 'end') rows += (await copying?.end(closing.parse(JSON.parse(payload.toString())).rows)) ?? 0;
  }
  return rows;
}

async function begin(client: Client, shape: DatabaseShape, ownerUrl: string): Promise<void> {
  await layOut(shape, ownerUrl);
  await client.query('begin');
  await client.query(`set local session_replication_role = 'replica'`);
  const all = shape.tables.map(({ schema, table }) => sqlName(schema, table));
  if (all.length > 0) await client.query(`truncate ${all.join(', ')}`);
  for (const { schema, name, last } of shape.sequences)
    await client.query('select setval($1::regclass, $2::bigint)', [sqlName(schema, name), last]);
}

/** Makes exactly the partitions that there were. */
async function layOut({ schema, partitions }: DatabaseShape, ownerUrl: string): Promise<void> {
  const owner = new Client({ connectionString: ownerUrl, application_name: 'voxkeep restore' });
  await owner.connect();
  try {
    const here = await schemaOf(owner);
    if (here.join() !== [...schema].sort().join()) throw new VoxkeepError('restore.schema');
    const { rows: made } = await owner.query<{ name: string }>(
      `select c.oid::regclass::text as name from pg_class c where c.relispartition and c.relkind = 'r'`,
    );
    for (const { name } of made) await owner.query(`drop table ${name}`);
    for (const one of partitions)
      await owner.query(
        `create table ${sqlName(one.schema, one.table)} partition of ${sqlName(one.schema, one.parent)} ${one.bound}`,
      );
  } finally {
    await owner.end();
  }
}

/** One table on its way in. */
class CopyIn {
  private readonly stream: Writable & { rowCount: number };

  constructor(
    client: Client,
    private readonly table: DumpedTable,
  ) {
    const list = table.columns.map((column) => sqlName(column)).join(', ');
    this.stream = client.query(from(`copy ${this.name} (${list}) from stdin (format binary)`));
    this.stream.on('error', () => undefined); // told by write() and end()
  }

  async write(bytes: Buffer): Promise<void> {
    if (this.stream.errored) throw this.stream.errored;
    // The frame is a view on memory that is used again.
    if (!this.stream.write(Buffer.from(bytes))) await once(this.stream, 'drain');
  }

  async end(expected: number): Promise<number> {
    this.stream.end();
    await finished(this.stream);
    if (this.stream.rowCount !== expected) throw new VoxkeepError('restore.rows', { table: this.table.table });
    return expected;
  }

  private get name(): string {
    return sqlName(this.table.schema, this.table.table);
  }
}
