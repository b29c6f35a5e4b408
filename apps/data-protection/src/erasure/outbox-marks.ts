import { databaseNames, type DatabaseName } from '@voxkeep/contracts';
import type { SevenDatabases } from '../seven-databases.js';

/** The last event of an outbox at one moment. */
export interface OutboxMark {
  readonly source: DatabaseName;
  readonly txid: string;
  readonly id: string;
}

const lastEvent = 'select txid::text, id::text from outbox order by outbox.txid desc, outbox.id desc limit 1';
const behind = `
  select count(*)::int as n from outbox_cursor c
    join unnest($1::text[], $2::text[], $3::text[]) as m (source, txid, id) on m.source = c.source
   where (c.txid, c.id) < (m.txid::xid8, m.id::bigint)`;

/** Notes how far every outbox has got; an empty one is left out. */
export async function noteMarks(databases: SevenDatabases): Promise<readonly OutboxMark[]> {
  const marks: OutboxMark[] = [];
  for (const source of databaseNames) {
    const [last] = await databases.of(source).rows<Omit<OutboxMark, 'source'>>(lastEvent);
    if (last) marks.push({ source, ...last });
  }
  return marks;
}

/** How many consumers have not passed the marks yet. A consumer's cursor stands in the database that it writes to. */
export async function countBehind(databases: SevenDatabases, marks: readonly OutboxMark[]): Promise<number> {
  const params = [marks.map(({ source }) => source), marks.map(({ txid }) => txid), marks.map(({ id }) => id)];
  const counts = await Promise.all(databaseNames.map((name) => databases.of(name).rows<{ n: number }>(behind, params)));
  return counts.reduce((sum, [row]) => sum + (row?.n ?? 0), 0);
}
