import type { StoreName } from '@voxkeep/contracts';
import { splitTable } from './entity.js';
import { recordTable } from './registry.js';

export interface TableDeclaration {
  readonly store: StoreName;
  /** `schema.table` when the schema is not `public`. */
  readonly table: string;
  readonly kind: 'none';
  readonly reason: string;
  /** Database column → why it is about nobody. */
  readonly columns: Readonly<Record<string, string>>;
}

/** Declares a table without an entity: queue tables, migration records. The same table declared again replaces the first. */
export function declareTable({ store, table, kind, reason, columns }: TableDeclaration): void {
  recordTable({
    name: table,
    store,
    ...splitTable(table),
    kind,
    reason,
    id: [],
    provides: [],
    reachedBy: [],
    owners: [],
    sealedAs: `${store}.${table}`,
    onErasure: 'keep',
    because: reason,
    activities: [],
    columns: Object.entries(columns).map(([column, why]) => ({ column, classification: { as: 'not-personal', reason: why } })),
  });
}
