import type { CatalogueEntity } from '../catalogue/entity.js';
import type { OwnerClass } from '../catalogue/vocabulary.js';
import { keyOf, type Row } from './find-rows.js';

export interface KeyOwner {
  readonly ownerId: string;
  readonly ownerClass: OwnerClass;
}

/** The key owners that a row names. */
export function ownersOf(entity: CatalogueEntity, row: Row): KeyOwner[] {
  return entity.owners.flatMap(({ column, ownerClass }) => {
    const ownerId = keyOf(row, column);
    return ownerId === undefined ? [] : [{ ownerId, ownerClass }];
  });
}

/** Each owner once. */
export function distinctOwners(owners: readonly KeyOwner[]): KeyOwner[] {
  return [...new Map(owners.map((owner) => [`${owner.ownerClass}/${owner.ownerId}`, owner])).values()];
}
