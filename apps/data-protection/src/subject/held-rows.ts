import type { KeyReach, Row, SubjectTrace, TracedStep } from '@voxkeep/personal-data';

/** A row of the person. `ofThirdParty`: it stands in the person's contact but names somebody else (GDPR Art. 15(4)). */
export interface HeldItem {
  readonly row: Row;
  readonly via: readonly KeyReach[];
  readonly ofThirdParty: boolean;
}
/** What one table holds of the person. */
export interface HeldRows {
  readonly step: TracedStep;
  readonly items: readonly HeldItem[];
}

const partyTables = new Set(['contact_party', 'closed_contact_party']);

/** The rows of a trace, table by table, in the order of the plan; tables without a row are there too. */
export function heldRows(trace: SubjectTrace): readonly HeldRows[] {
  const users = new Set(trace.keys.user ?? []);
  return trace.steps.map((step) => ({
    step,
    items: step.rows.map((row, at) => ({ row, via: step.via[at] ?? [], ofThirdParty: namesAnother(step, row, users) })),
  }));
}

function namesAnother(step: TracedStep, row: Row, users: ReadonlySet<string>): boolean {
  if (!partyTables.has(step.table) || row['role'] === 'customer') return false;
  return typeof row['user_id'] !== 'string' || !users.has(row['user_id']);
}
