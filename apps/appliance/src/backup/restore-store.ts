import { VoxkeepError, type StoreName } from '@voxkeep/contracts';
import { migrate, takeBack } from '@voxkeep/platform';
import { z } from 'zod';
import { CopyConnection, type CopyIn } from '../../../../db/cluster/copy-connection.js';
import { DerivedSchema } from '../cluster/derived-schema.js';
import { databaseShape, schemaOf, sqlName, type DatabaseShape, type DumpedTable } from './database-shape.js';
import { readFrames, type Frame } from './frames.js';

/** Both ways into one database: as superuser for the rows, as owner for schema and partitions. */
export interface StoreAccess {
  readonly store: StoreName;
  readonly superuserUrl: string;
  readonly ownerUrl: string;
}

const closing = z.object({ rows: z.number().int().min(0) });

/**
 * Fills a migrated database with what a dump holds; everything that stands in it before is taken away. Rules and triggers do not
 * run: the rows are as they were. A dump of an earlier release is filled into the schema that it had, which is then migrated on, so
 * that old rows are carried over as at an upgrade. Throws `restore.rows` { table } when a table got another number of rows than it
 * had, `restore.schema` for a dump of a later release.
 */
export async function restoreStore(dump: AsyncIterable<Uint8Array>, access: StoreAccess): Promise<number> {
  const client = await CopyConnection.open(access.superuserUrl, 'voxkeep restore');
  try {
    const rows = await fill(client, dump, access);
    await client.rows('analyze');
    return rows;
  } finally {
    await client.close();
  }
}

async function fill(client: CopyConnection, dump: AsyncIterable<Uint8Array>, access: StoreAccess): Promise<number> {
  const frames = readFrames(dump);
  const head = await frames.next();
  if (head.done === true || head.value.kind !== 'head') throw new VoxkeepError('backup.not-a-dump');
  await begin(client, databaseShape.parse(JSON.parse(head.value.payload.toString())), access);
  const rows = await fillTables(client, frames);
  await client.rows('commit');
  if (access.store !== 'jobs') await migrate(access.ownerUrl, access.store);
  return rows;
}

async function fillTables(client: CopyConnection, frames: AsyncIterable<Frame>): Promise<number> {
  let into: { readonly table: string; readonly copy: CopyIn } | undefined;
  let rows = 0;
  for await (const { kind, payload } of frames) {
    if (kind === 'table') into = beginTable(client, JSON.parse(payload.toString()) as DumpedTable);
    if (kind === 'data') await into?.copy.write(payload);
    if (kind !== 'end' || !into) continue;
    const expected = closing.parse(JSON.parse(payload.toString())).rows;
    if ((await into.copy.end()) !== expected) throw new VoxkeepError('restore.rows', { table: into.table });
    rows += expected;
  }
  return rows;
}

function beginTable(client: CopyConnection, { schema, table, columns }: DumpedTable): { table: string; copy: CopyIn } {
  const list = columns.map((column) => sqlName(column)).join(', ');
  return { table, copy: client.copyIn(`copy ${sqlName(schema, table)} (${list}) from stdin (format binary)`) };
}

async function begin(client: CopyConnection, shape: DatabaseShape, access: StoreAccess): Promise<void> {
  await goBack(shape, access);
  await layOut(shape, access.ownerUrl);
  await client.rows('begin');
  await client.rows(`set local session_replication_role = 'replica'`);
  const all = shape.tables.map(({ schema, table }) => sqlName(schema, table));
  if (all.length > 0) await client.rows(`truncate ${all.join(', ')}`);
  for (const { schema, name, last } of shape.sequences)
    await client.rows('select setval($1::regclass, $2::bigint)', [sqlName(schema, name), last]);
}

/** Brings the schema to that of the dump; one of this release is left as it is. */
async function goBack({ schema }: DatabaseShape, { store, ownerUrl }: StoreAccess): Promise<void> {
  const owner = await CopyConnection.open(ownerUrl, 'voxkeep restore');
  const here = await schemaOf(owner).finally(() => owner.close());
  if (here.join() === [...schema].sort().join()) return;
  if (store === 'jobs' || schema.some((name) => !here.includes(name))) throw new VoxkeepError('restore.schema');
  await new DerivedSchema(store, ownerUrl).unmake();
  await takeBack(ownerUrl, store, schema);
}

/** Makes exactly the partitions that there were. */
async function layOut({ partitions }: DatabaseShape, ownerUrl: string): Promise<void> {
  const owner = await CopyConnection.open(ownerUrl, 'voxkeep restore');
  try {
    const made = await owner.rows<{ name: string }>(
      `select c.oid::regclass::text as name from pg_class c where c.relispartition and c.relkind = 'r'`,
    );
    for (const { name } of made) await owner.rows(`drop table ${name}`);
    for (const one of partitions)
      await owner.rows(
        `create table ${sqlName(one.schema, one.table)} partition of ${sqlName(one.schema, one.parent)} ${one.bound}`,
      );
  } finally {
    await owner.close();
  }
}
