import type { CopyConnection } from '../../../../db/cluster/copy-connection.js';
import { shapeOf, sqlName, type DumpedTable } from './database-shape.js';
import { frame, jsonFrame } from './frames.js';
import type { DumpEntry } from './manifest.js';
import { sealInto } from './sealing.js';

const blockBytes = 64 * 1024;

/** Dumps what the open snapshot sees of a database into one sealed file: its shape, then each table by COPY in binary. Streams. */
export async function dumpStore(client: CopyConnection, target: string, recipient: string): Promise<DumpEntry> {
  const shape = await shapeOf(client);
  const counted = { rows: 0 };
  const file = await sealInto(target, recipient, framesOf(client, shape, counted));
  return { ...file, schema: shape.schema, tables: shape.tables.length, rows: counted.rows };
}

async function* framesOf(
  client: CopyConnection,
  shape: Awaited<ReturnType<typeof shapeOf>>,
  counted: { rows: number },
): AsyncGenerator<Uint8Array> {
  yield jsonFrame('head', shape);
  for (const table of shape.tables) {
    yield jsonFrame('table', table);
    const rows = yield* copyOut(client, table);
    yield jsonFrame('end', { rows });
    counted.rows += rows;
  }
  yield jsonFrame('over', counted);
}

async function* copyOut(client: CopyConnection, { schema, table, columns }: DumpedTable): AsyncGenerator<Uint8Array, number> {
  const list = columns.map((column) => sqlName(column)).join(', ');
  const out = client.copyOut(`copy ${sqlName(schema, table)} (${list}) to stdout (format binary)`);
  let waiting: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of out.stream) {
    waiting.push(chunk);
    bytes += chunk.length;
    if (bytes < blockBytes) continue;
    yield frame('data', Buffer.concat(waiting));
    [waiting, bytes] = [[], 0];
  }
  if (bytes > 0) yield frame('data', Buffer.concat(waiting));
  return out.rows();
}
