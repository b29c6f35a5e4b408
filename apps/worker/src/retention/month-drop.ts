import { sqlRefusal } from '@voxkeep/platform';
import type { Batch } from './contact-removal.js';
import type { ContactTables } from './contact-tables.js';

/** A month of contacts that lies wholly before every cutoff. Ids are bounds: `from` inclusive, `to` exclusive. */
export interface Month {
  /** The first of the month, `2025-01-01`. */
  readonly name: string;
  readonly from: string;
  readonly to: string;
}

/** A month in which more contacts stay than this is emptied row by row instead. */
export const mostKept = 2000;
/** The month changed since it was prepared, or the database was too busy to let go of it: the rows are deleted one by one. */
const notNow = ['VK002', '55P03', '40P01'];

/** The months whose last moment lies before `earliest`, the earliest cutoff of any rule. */
export async function wholeMonths({ database }: ContactTables, earliest: Date): Promise<readonly Month[]> {
  return database.rows<Month>(
    `select to_char(month, 'YYYY-MM-DD') as name, lowest_id_at(month::timestamp at time zone 'UTC') as "from",
       lowest_id_at((month::timestamp + interval '1 month') at time zone 'UTC') as "to"
     from retention_months() where (month::timestamp + interval '1 month') at time zone 'UTC' <= $1 order by month`,
    [earliest],
  );
}

/**
 * Detaches and drops a month of which everything that goes is prepared. Answers how many contacts went, or undefined when it could
 * not be done now.
 */
export async function dropMonth(
  { database }: ContactTables,
  month: Month,
  prepared: Pick<Batch, 'gone' | 'kept'>,
): Promise<number | undefined> {
  const expected = prepared.gone.length + prepared.kept.length;
  try {
    const [dropped] = await database.rows<{ gone: number }>(
      'select retention_drop_month($1::date, $2::uuid[], $3)::float8 as gone',
      [month.name, prepared.kept, expected],
    );
    return dropped?.gone ?? 0;
  } catch (thrown) {
    if (notNow.includes(sqlRefusal(thrown)?.state ?? '')) return undefined;
    throw thrown;
  }
}
