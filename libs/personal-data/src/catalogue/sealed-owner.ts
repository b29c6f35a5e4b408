import { VoxkeepError } from '@voxkeep/contracts';
import type { CatalogueColumn, CatalogueEntity } from './entity.js';
import type { KeyDomain, OwnerClass } from './vocabulary.js';

/** Whose key seals a column: the database column with the owner's id, the owner's class and the key's domain. */
export interface SealOwner {
  readonly owner: string;
  readonly ownerClass: OwnerClass;
  readonly domain: KeyDomain;
}

/**
 * Finds the key owner of a sealed column. The class comes from the decorator, else from the entity's `owners`, else from the
 * key that the owner column provides (person, contact-point). Throws `catalogue.seal-owner` or `catalogue.seal-domain`.
 */
export function ownerOf(entity: CatalogueEntity, column: CatalogueColumn): SealOwner {
  const under = column.classification as { owner?: string; ownerClass?: OwnerClass };
  const at = { class: entity.name, property: column.property ?? column.column };
  const owner = under.owner ?? (entity.id.length === 1 ? entity.id[0] : undefined);
  if (owner === undefined || !entity.columns.some((other) => other.column === owner)) {
    throw new VoxkeepError('catalogue.seal-owner', { ...at, write: 'owner: the database column with the key owner’s id' });
  }
  const ownerClass = under.ownerClass ?? declaredClass(entity, owner) ?? providedClass(entity, owner);
  if (ownerClass === undefined) throw new VoxkeepError('catalogue.seal-owner', { ...at, write: 'ownerClass beside owner' });
  if (entity.domain === undefined)
    throw new VoxkeepError('catalogue.seal-domain', { ...at, write: 'domain on @DataSubjectEntity' });
  return { owner, ownerClass, domain: entity.domain };
}

function declaredClass(entity: CatalogueEntity, owner: string): OwnerClass | undefined {
  const classes = new Set(entity.owners.filter(({ column }) => column === owner).map(({ ownerClass }) => ownerClass));
  return classes.size === 1 ? [...classes][0] : undefined;
}

function providedClass(entity: CatalogueEntity, owner: string): OwnerClass | undefined {
  const key = [...entity.provides, ...entity.reachedBy].find(({ column }) => column === owner)?.key;
  return key === 'person' || key === 'contact-point' ? key : undefined;
}
