import type { StoreName } from '@voxkeep/contracts';
import { VoxkeepError } from '@voxkeep/contracts';
import type { Catalogue } from './catalogue.js';
import { type CatalogueEntity, type EntityClass, qualifiedTable } from './entity.js';
import { recordedColumns } from './registry.js';

/** One column of a running database, partitions left out. `type` as in information_schema (`jsonb`, `uuid`, …). */
export interface LiveColumn {
  readonly schema: string;
  readonly table: string;
  readonly column: string;
  readonly type?: string;
}

export interface SchemaFinding {
  readonly kind: 'unknown-column' | 'missing-column' | 'two-decorators';
  readonly store: StoreName;
  /** `schema.table` when the schema is not `public`. */
  readonly table: string;
  readonly column: string;
  /** What to write, and where. */
  readonly write: string;
}

/**
 * Compares one store's live columns with the catalogue. Empty when every live column is classified exactly once and every
 * classified column is live. A JSON column that nobody classified counts as free text.
 */
export function compareSchema(catalogue: Catalogue, store: StoreName, live: readonly LiveColumn[]): readonly SchemaFinding[] {
  const declared = declarations(catalogue, store);
  const present = new Set(live.map(place));
  const unknown = live.filter((column) => !declared.has(place(column))).map((column) => unknownColumn(catalogue, store, column));
  const others = [...declared.values()].flatMap(([first, ...more]): SchemaFinding[] => {
    if (!first) return [];
    const at = { store, table: first.table, column: first.column };
    if (!present.has(first.place))
      return [{ ...at, kind: 'missing-column', write: `the column in a migration, or remove it from ${first.by}` }];
    if (more.length === 0) return [];
    return [
      { ...at, kind: 'two-decorators', write: `one declaration; now in ${[first, ...more].map(({ by }) => by).join(' and ')}` },
    ];
  });
  return [...unknown, ...others];
}

interface Declaration {
  readonly place: string;
  readonly table: string;
  readonly column: string;
  readonly by: string;
}

function declarations(catalogue: Catalogue, store: StoreName): Map<string, Declaration[]> {
  const found = new Map<string, Declaration[]>();
  for (const entity of catalogue.entities) {
    if (entity.store !== store) continue;
    for (const { column, property } of entity.columns) {
      const at = place({ schema: entity.schema, table: entity.table, column });
      const by = property === undefined ? `declareTable(${qualifiedTable(entity)})` : `${entity.name}.${property}`;
      found.set(at, [...(found.get(at) ?? []), { place: at, table: qualifiedTable(entity), column, by }]);
    }
  }
  return found;
}

function unknownColumn(catalogue: Catalogue, store: StoreName, live: LiveColumn): SchemaFinding {
  const entity = entityAt(catalogue, store, live);
  const table = qualifiedTable(live);
  const decorator = live.type?.startsWith('json')
    ? '@FreeText({ … }), as JSON counts as free text unless declared otherwise'
    : 'one of @Personal, @Pseudonym, @FreeText, @Secret, @NotPersonal';
  const write = entity
    ? `${decorator}, on a property of ${entity.name}`
    : '@DataSubjectEntity on an entity, or declareTable({ … }) when nobody is in this table';
  return { kind: 'unknown-column', store, table, column: live.column, write };
}

function entityAt(catalogue: Catalogue, store: StoreName, live: LiveColumn): CatalogueEntity | undefined {
  return catalogue.entities.find(
    (entity) => entity.store === store && entity.schema === live.schema && entity.table === live.table,
  );
}

function place({ schema, table, column }: LiveColumn): string {
  return `${schema}.${table}.${column}`;
}

/** A property that the object-relational mapper knows as a column. */
export interface MappedColumn {
  readonly entity: EntityClass;
  readonly property: string;
}

/**
 * Demands a decorator on every mapped property, before any database is there to compare with. Throws
 * `catalogue.undecorated` naming class, property and what to write.
 */
export function requireDecorated(mapped: readonly MappedColumn[]): void {
  for (const { entity, property } of mapped) {
    if (recordedColumns(entity).some((column) => column.property === property)) continue;
    const write = 'one of @Personal, @Pseudonym, @FreeText, @Secret, @NotPersonal on the property';
    throw new VoxkeepError('catalogue.undecorated', { class: entity.name, property, write });
  }
}
