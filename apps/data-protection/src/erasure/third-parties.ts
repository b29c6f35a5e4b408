import type { ReviewDecision } from '@voxkeep/configuration';
import type { http } from '@voxkeep/contracts';
import { qualifiedTable, type CatalogueEntity, type Row, type SubjectTrace } from '@voxkeep/personal-data';

type Item = http.ErasurePreview['reviews'][number];

/**
 * Records that would go with the person and may concern somebody else too: free text that may name others, and recordings in which
 * the voices cannot be told apart. Each with what was decided; left open, it goes with the person.
 */
export function thirdPartyItems(trace: SubjectTrace, decided: readonly ReviewDecision[]): Item[] {
  const decisions = new Map(decided.map((one) => [`${one.database}/${one.table}/${one.rowId}`, one]));
  return trace.steps.flatMap(({ entity, rows, erasedBy }) =>
    rows.flatMap((row, at): Item[] => {
      const because = flagOf(entity, row);
      const goes = erasedBy[at] !== undefined;
      if (because === undefined || !goes) return [];
      const table = qualifiedTable(entity);
      const rowId = String(row['id']);
      const decision = decisions.get(`${entity.store}/${table}/${rowId}`);
      const database = entity.store as Item['database'];
      return [{ database, table, rowId, because, decision: decision?.decision ?? null, reason: decision?.reason ?? null }];
    }),
  );
}

function flagOf(entity: CatalogueEntity, row: Row): Item['because'] | undefined {
  if (row['inseparable'] === true) return 'inseparable';
  const naming = entity.columns.some(
    ({ column, classification: c }) =>
      c.as === 'free-text' && c.mayName === 'third-parties' && row[column] !== null && row[column] !== undefined,
  );
  return naming ? 'free-text' : undefined;
}
