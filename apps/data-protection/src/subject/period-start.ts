import type { CatalogueEntity, Row, TracedStep } from '@voxkeep/personal-data';

/** When the period of a row began; null: it has none, has not begun, or begins with a row that is no person's (an import of a list). */
export type PeriodStart = (entity: Pick<CatalogueEntity, 'store' | 'deletion'>, row: Row) => Date | null;

/**
 * Reads period starts off these rows: from a column of the row itself, or, where the catalogue says `recording.ended_at`, from that of its
 * parent among them, which it names as `recording_id`.
 */
export function periodStarts(steps: readonly Pick<TracedStep, 'store' | 'table' | 'rows'>[]): PeriodStart {
  const byTable = new Map<string, ReadonlyMap<unknown, Row>>();
  const rowsOf = (store: string, table: string): ReadonlyMap<unknown, Row> => {
    const known = byTable.get(`${store}/${table}`);
    if (known) return known;
    const rows = steps.filter((step) => step.store === store && step.table === table).flatMap((step) => step.rows);
    const byId = new Map(rows.map((row) => [row['id'], row]));
    byTable.set(`${store}/${table}`, byId);
    return byId;
  };
  return ({ store, deletion }, row) => {
    const [column = '', parent] = (deletion?.start ?? '').split('.').reverse();
    const bearer = parent === undefined ? row : rowsOf(store, parent).get(row[parentColumn(parent)]);
    const start = bearer?.[column];
    return start instanceof Date ? start : null;
  };
}

/** The column by which a row names its parent, in history as before. */
export function parentColumn(parent: string): string {
  return `${parent.replace(/^closed_/, '')}_id`;
}
