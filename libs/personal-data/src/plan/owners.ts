import type { CatalogueEntity, KeyOwnerColumn, KeyReach } from '../catalogue/entity.js';
import type { OwnerClass } from '../catalogue/vocabulary.js';
import { keyOf, type Row } from './find-rows.js';

export interface KeyOwner {
  readonly ownerId: string;
  readonly ownerClass: OwnerClass;
}

/** The key owners that a row names. */
export function ownersOf(entity: CatalogueEntity, row: Row): KeyOwner[] {
  return entity.owners.flatMap((owner) => named(owner, row));
}

/** The key owners that die with a row that goes by this reach. */
export function dyingOwnersOf(entity: CatalogueEntity, row: Row, { key }: KeyReach): KeyOwner[] {
  return entity.owners.filter(({ diesBy = key }) => diesBy === key).flatMap((owner) => named(owner, row));
}

function named({ column, ownerClass, where }: KeyOwnerColumn, row: Row): KeyOwner[] {
  const ownerId = keyOf(row, column);
  const applies = where === undefined || row[where.column] === where.is;
  return ownerId === undefined || !applies ? [] : [{ ownerId, ownerClass }];
}

/** Each owner once. */
export function distinctOwners(owners: readonly KeyOwner[]): KeyOwner[] {
  return [...new Map(owners.map((owner) => [`${owner.ownerClass}/${owner.ownerId}`, owner])).values()];
}
