import { buildEntity } from './build-entity.js';
import { isSealed } from './classification.js';
import type { EntityClass } from './entity.js';
import { ownerOf, type SealOwner } from './sealed-owner.js';

/** A sealed column: `entity` and `column` go into the seal's context, `owner` is the database column with the owner's id. */
export interface SealedColumn extends SealOwner {
  readonly property: string;
  readonly column: string;
  readonly entity: string;
}

const known = new WeakMap<EntityClass, readonly SealedColumn[]>();

/** The sealed columns of an entity class, in the order of the class body. Throws `catalogue.*` when the class is not complete. */
export function sealedColumns(entityClass: EntityClass): readonly SealedColumn[] {
  const before = known.get(entityClass);
  if (before) return before;
  const entity = buildEntity(entityClass);
  const columns = entity.columns
    .filter(({ classification }) => isSealed(classification))
    .map((column) => ({
      property: column.property ?? '',
      column: column.column,
      entity: entity.sealedAs,
      ...ownerOf(entity, column),
    }));
  known.set(entityClass, columns);
  return columns;
}
