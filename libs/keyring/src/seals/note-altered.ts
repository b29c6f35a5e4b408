import { defineEvent, diagnostics, dotted, ref, type AuditEntry, type Database } from '@voxkeep/platform';
import type { SealFault } from './seal-fault.js';

/** A stored value is not what was sealed, or stands in another place: somebody or something altered the database. */
export const sealAltered = defineEvent(
  'seal.altered',
  { table: dotted(), column: dotted(), row: ref('row'), owner: ref('owner') },
  'error',
);

/**
 * Puts altered values that a reader met on record, once each, where the read itself is on record. Values whose key was destroyed are
 * as they should be and are left out.
 */
export async function noteAltered(database: Database, actor: string, faults: readonly SealFault[]): Promise<void> {
  const altered = faults.filter(({ reason }) => reason === 'altered');
  if (altered.length === 0) return;
  for (const { table, column, row, ownerId: owner } of altered) diagnostics.record(sealAltered, { table, column, row, owner });
  await database.transaction(async (t) => {
    for (const fault of altered) await t.audit(entryOf(fault, actor));
  });
}

function entryOf({ table, column, row }: SealFault, actor: string): AuditEntry {
  return { action: 'seal.altered', actor, object: { kind: table, id: row }, columns: [column], count: 1 };
}
