import { VoxkeepError } from '@voxkeep/contracts';
import { Sealed, sealedColumns, type EntityClass, type SealContext, type SealedColumn } from '@voxkeep/personal-data';

/** A sealed column of one row: who owns its key and which context its envelope is bound to, the epoch aside. */
export type SealedPlace = Omit<SealContext, 'epoch'>;

/** The sealed column behind a property. Throws `seal.not-a-sealed-column` { entity, property }. */
export function sealedColumn(entityClass: EntityClass, property: string): SealedColumn {
  const column = sealedColumns(entityClass).find((sealed) => sealed.property === property);
  if (!column) throw new VoxkeepError('seal.not-a-sealed-column', { entity: entityClass.name, property });
  return column;
}

/**
 * Where a row's value belongs. The owner's id is read under the database column's name or the property's (camelCase).
 * Throws `seal.owner-missing` or `seal.row-without-id` { entity, column }.
 */
export function placeOf(sealed: SealedColumn, row: object): SealedPlace {
  const { entity, column, domain, ownerClass, owner } = sealed;
  const rowId = textAt(row, 'id');
  if (rowId === undefined) throw new VoxkeepError('seal.row-without-id', { entity, column });
  const ownerId = textAt(row, owner) ?? textAt(row, camelCase(owner));
  if (ownerId === undefined) throw new VoxkeepError('seal.owner-missing', { entity, column, owner });
  return { domain, entity, column, rowId, ownerId, ownerClass };
}

/** The envelope that a row carries in a sealed column, as {@link Sealed} or as bytes; absent when the column is empty. */
export function envelopeIn(sealed: SealedColumn, row: object): Buffer | undefined {
  const value = valueAt(row, sealed.property) ?? valueAt(row, sealed.column);
  if (value instanceof Sealed) return value.envelope;
  if (value === null || value === undefined) return undefined;
  if (Buffer.isBuffer(value)) return value;
  throw new VoxkeepError('seal.not-sealed', { entity: sealed.entity, column: sealed.column });
}

function textAt(row: object, name: string): string | undefined {
  const value = valueAt(row, name);
  return typeof value === 'string' ? value : undefined;
}

function valueAt(row: object, name: string): unknown {
  return (row as Record<string, unknown>)[name];
}

function camelCase(column: string): string {
  return column.replace(/_([a-z0-9])/g, (_match, letter: string) => letter.toUpperCase());
}
