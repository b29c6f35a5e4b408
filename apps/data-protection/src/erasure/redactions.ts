import type { ReviewDecision } from '@voxkeep/configuration';
import type { CatalogueEntity, ErasureStatement, RetainedRows } from '@voxkeep/personal-data';

/**
 * The statements that take free text out of records which stay by a review (`redact`). Nothing but the text goes; names of tables
 * and columns are the catalogue's, which passes plain identifiers only.
 */
export function redactionsOf(retained: readonly RetainedRows[], reviews: readonly ReviewDecision[]): readonly ErasureStatement[] {
  return retained.flatMap(({ step, rows, retention }): ErasureStatement[] => {
    const texts = freeTexts(step.entity);
    if (retention.reason !== 'review' || texts.length === 0) return [];
    const redacted = new Set(
      reviews
        .filter((one) => one.decision === 'redact' && one.database === step.store && one.table === step.table)
        .map(({ rowId }) => rowId),
    );
    const ids = rows.map((row) => String(row['id'])).filter((id) => redacted.has(id));
    if (ids.length === 0) return [];
    const set = texts.map((column) => `"${column}" = null`).join(', ');
    const sql = `update "${step.entity.schema}"."${step.entity.table}" set ${set} where id = any($1::uuid[])`;
    return [{ store: step.store, table: step.table, sql, params: [ids], action: 'anonymise' }];
  });
}

/** Columns of a table that hold free text. */
export function freeTexts({ columns }: CatalogueEntity): readonly string[] {
  return columns.filter(({ classification }) => classification.as === 'free-text').map(({ column }) => column);
}
