import { VoxkeepError } from '@voxkeep/contracts';
import { isSealed } from './classification.js';
import { type CatalogueColumn, type CatalogueEntity, type DataSubjectOptions, type EntityClass, splitTable } from './entity.js';
import { type RecordedColumn, recordedColumns, recordedEntity } from './registry.js';
import { ownerOf } from './sealed-owner.js';
import { snakeCase } from './snake-case.js';

const oneOfFive = '@Personal, @Pseudonym, @FreeText, @Secret or @NotPersonal';

/**
 * Turns the decorators of one class into a catalogue entity. Throws VoxkeepError `catalogue.*` that names class, property
 * and what to write: no entity decorator, two decorators, a missing reason, a column that does not exist, a seal without owner.
 */
export function buildEntity(entityClass: EntityClass): CatalogueEntity {
  const options = recordedEntity(entityClass);
  if (!options) {
    throw new VoxkeepError('catalogue.no-entity-decorator', {
      class: entityClass.name,
      write: '@DataSubjectEntity({ … }) on the class',
    });
  }
  const entity = assemble(entityClass, options, columnsOf(entityClass));
  checkNames(entity);
  checkReasons(entity);
  checkReferences(entity);
  checkId(entity);
  for (const column of entity.columns) if (isSealed(column.classification)) ownerOf(entity, column);
  return entity;
}

function columnsOf(entityClass: EntityClass): CatalogueColumn[] {
  const recorded = recordedColumns(entityClass);
  if (recorded.length === 0)
    throw new VoxkeepError('catalogue.no-columns', { class: entityClass.name, write: `${oneOfFive} on every column` });
  const seen = new Set<string>();
  for (const { property } of recorded) {
    if (seen.has(property)) {
      throw new VoxkeepError('catalogue.two-decorators', {
        class: entityClass.name,
        property,
        write: `exactly one of ${oneOfFive}`,
      });
    }
    seen.add(property);
  }
  return recorded.map(named);
}

function named({ property, column, classification }: RecordedColumn): CatalogueColumn {
  return { property, column: column ?? snakeCase(property), classification };
}

function assemble(entityClass: EntityClass, options: DataSubjectOptions, columns: readonly CatalogueColumn[]): CatalogueEntity {
  const { id, provides = [], reachedBy = [], owners = [], activities = [], onErasure = 'delete', ...rest } = options;
  return {
    sealedAs: `${options.store}.${options.table}`,
    ...rest,
    ...splitTable(options.table),
    name: entityClass.name,
    entityClass,
    id: id === undefined ? columns.map(({ column }) => column).filter((column) => column === 'id') : listed(id),
    provides: listed(provides),
    reachedBy,
    owners,
    activities,
    onErasure,
    columns,
  };
}

function listed<T extends string | object>(given: T | readonly T[]): readonly T[] {
  return Array.isArray(given) ? (given as readonly T[]) : [given as T];
}

/** Identifiers end up, quoted, in SQL: only plain ones pass. */
function checkNames(entity: CatalogueEntity): void {
  for (const name of [entity.schema, entity.table, ...entity.columns.map(({ column }) => column)]) {
    if (!/^[a-z_][a-z0-9_]{0,62}$/.test(name)) throw new VoxkeepError('catalogue.identifier', { class: entity.name, name });
  }
}

function checkReasons(entity: CatalogueEntity): void {
  const at = { class: entity.name };
  if (entity.kind === 'none' && isBlank(entity.reason)) {
    throw new VoxkeepError('catalogue.reason-missing', { ...at, write: 'reason: why nobody is in this table' });
  }
  if (entity.onErasure === 'keep' && isBlank(entity.because)) {
    throw new VoxkeepError('catalogue.because-missing', { ...at, write: 'because: the ground for keeping' });
  }
  for (const column of entity.columns) checkColumn(entity, column);
}

function checkColumn(entity: CatalogueEntity, { classification, property = '' }: CatalogueColumn): void {
  const at = { class: entity.name, property };
  if (classification.as === 'not-personal' && isBlank(classification.reason)) {
    throw new VoxkeepError('catalogue.reason-missing', { ...at, write: '@NotPersonal(why nobody is in it)' });
  }
  if (entity.kind === 'none' && (classification.as === 'personal' || classification.as === 'free-text')) {
    throw new VoxkeepError('catalogue.none-holds-personal', { ...at, write: 'another kind than none, with reachedBy' });
  }
}

/** What names a row to whoever erases it must be readable to them; a secret never is. */
function checkId({ name, kind, id, columns }: CatalogueEntity): void {
  const secret = columns.find(({ column, classification }) => classification.as === 'secret' && id.includes(column));
  if (secret !== undefined && kind !== 'none')
    throw new VoxkeepError('catalogue.secret-id', {
      class: name,
      column: secret.column,
      write: 'id: columns that are no secret',
    });
}

function isBlank(text: string | undefined): boolean {
  return text === undefined || text.trim() === '';
}

function checkReferences(entity: CatalogueEntity): void {
  const known = new Set(entity.columns.map(({ column }) => column));
  const timestamps = [
    ...entity.reachedBy.map(({ at }) => at),
    ...entity.provides.flatMap(({ during }) => [during?.from, during?.to]),
  ];
  const owners = entity.owners.flatMap(({ column, where }) => [column, ...(where ? [where.column] : [])]);
  const named = [...entity.id, ...owners, ...[...entity.provides, ...entity.reachedBy].map(({ column }) => column)];
  for (const column of [...named, ...timestamps]) {
    if (column !== undefined && !known.has(column))
      throw new VoxkeepError('catalogue.no-such-column', { class: entity.name, column });
  }
  const role = entity.erasureCondition;
  if (role !== undefined && !entity.reachedBy.some((reach) => reach.role === role)) {
    throw new VoxkeepError('catalogue.no-such-role', { class: entity.name, role, write: 'a role of reachedBy' });
  }
}
