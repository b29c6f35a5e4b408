import { isNulledOnErasure, type Row, type SubjectTrace, type TracedStep } from '@voxkeep/personal-data';

/** What an erasure left behind of a trace, table by table; empty when it is complete. What the law keeps does not count. */
export function remainsOf(
  trace: SubjectTrace,
): readonly { readonly database: string; readonly table: string; readonly rows: number }[] {
  return trace.steps.flatMap((step) => {
    const rows = step.rows.filter((row, at) => step.erasedBy[at] !== undefined && remains(step, row)).length;
    return rows === 0 ? [] : [{ database: step.store, table: step.table, rows }];
  });
}

function remains({ entity }: TracedStep, row: Row): boolean {
  if (entity.onErasure !== 'anonymise') return entity.onErasure === 'delete';
  const emptied = entity.columns.filter(({ classification }) => isNulledOnErasure(classification));
  return emptied.some(({ column }) => row[column] !== null && row[column] !== undefined);
}
