import type { Classification } from './classification.js';
import type { CatalogueEntity, DataSubjectOptions, EntityClass } from './entity.js';

/** One decorator on one property, as written. Doubles are kept here and refused when the catalogue is built. */
export interface RecordedColumn {
  readonly property: string;
  readonly column?: string;
  readonly classification: Classification;
}

const columns = new Map<EntityClass, RecordedColumn[]>();
const entities = new Map<EntityClass, DataSubjectOptions>();
const tables = new Map<string, CatalogueEntity>();
let changes = 0;

/** How often something was decorated or declared so far: as long as this stands, the catalogue of all of it does. */
export const changesSoFar = (): number => changes;

/** Notes that the catalogue of everything is another one from now on. */
export function noteChange(): void {
  changes += 1;
}

/** Notes a column decorator; called while the class body is evaluated. */
export function recordColumn(owner: EntityClass, column: RecordedColumn): void {
  noteChange();
  columns.set(owner, [...(columns.get(owner) ?? []), column]);
}

/** Notes the class decorator. */
export function recordEntity(entity: EntityClass, options: DataSubjectOptions): void {
  noteChange();
  entities.set(entity, options);
}

/** Notes a table without an entity; the same table declared again replaces the first. */
export function recordTable(entity: CatalogueEntity): void {
  noteChange();
  tables.set(`${entity.store}/${entity.schema}.${entity.table}`, entity);
}

/** Column decorators of a class and its parents, parents first; a child's property replaces its parent's of the same name. */
export function recordedColumns(entity: EntityClass): readonly RecordedColumn[] {
  const own = columns.get(entity) ?? [];
  const parent: unknown = Object.getPrototypeOf(entity);
  if (typeof parent !== 'function' || parent === Function.prototype) return own;
  const replaced = new Set(own.map((column) => column.property));
  return [...recordedColumns(parent as EntityClass).filter((column) => !replaced.has(column.property)), ...own];
}

/** The class decorator's options, undefined when the class has none. */
export function recordedEntity(entity: EntityClass): DataSubjectOptions | undefined {
  return entities.get(entity);
}

/** Everything decorated so far in this process. */
export function recordedClasses(): readonly EntityClass[] {
  return [...entities.keys()];
}

/** Every table declared without an entity so far. */
export function recordedTables(): readonly CatalogueEntity[] {
  return [...tables.values()];
}

/** Classes with column decorators that neither are entities nor the parent of one. */
export function classesWithoutEntity(): readonly EntityClass[] {
  const covered = new Set<unknown>();
  for (const entity of entities.keys()) {
    for (let at: unknown = entity; typeof at === 'function'; at = Object.getPrototypeOf(at)) covered.add(at);
  }
  return [...columns.keys()].filter((owner) => !covered.has(owner));
}
