import { databaseNames, type http } from '@voxkeep/contracts';
import type { SubjectTrace } from '@voxkeep/personal-data';
import type { z } from 'zod';

export type Holding = z.infer<typeof http.holding>;

/** What each of the seven databases holds, "nothing" included. A table is named when it holds at least one row. */
export function holdingsOf(trace: SubjectTrace): Holding[] {
  return databaseNames.map((database) => {
    const tables = trace.steps
      .filter(({ store, rows }) => store === database && rows.length > 0)
      .map(({ table, rows }) => ({ table, records: rows.length }));
    const records = tables.reduce((sum, table) => sum + table.records, 0);
    return { database, held: records > 0, records, tables };
  });
}
