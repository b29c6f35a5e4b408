import type { CatalogueEntity } from '../catalogue/entity.js';
import type { KeyKind } from '../catalogue/vocabulary.js';

const rank: Readonly<Record<CatalogueEntity['kind'], number>> = { subject: 0, shared: 1, detail: 2, event: 3, none: 4 };

/**
 * Orders entities so that the home of a key (the table whose own id it is) comes before the tables reached by it, which is the
 * direction of foreign keys. Cycles are cut at the entity of the lowest kind; ties fall by store and table, so that the same
 * catalogue gives the same plan.
 */
export function orderByKeys(entities: readonly CatalogueEntity[]): CatalogueEntity[] {
  const left = [...entities].sort((a, b) => rank[a.kind] - rank[b.kind]);
  const ordered: CatalogueEntity[] = [];
  while (left.length > 0) {
    const free = left.findIndex((entity) => left.every((other) => other === entity || !precedes(other, entity)));
    ordered.push(...left.splice(Math.max(free, 0), 1));
  }
  return ordered;
}

function precedes(earlier: CatalogueEntity, later: CatalogueEntity): boolean {
  const hangs = later.reachedBy.filter(({ column }) => !isOwnId(later, column)).map(({ key }) => key);
  return homeKeys(earlier).some((key) => hangs.includes(key));
}

function homeKeys(entity: CatalogueEntity): readonly KeyKind[] {
  return [...entity.provides, ...entity.reachedBy].filter(({ column }) => isOwnId(entity, column)).map(({ key }) => key);
}

/** A column called otherwise is a reference that happens to be unique: `contact_fact.contact_id`. */
function isOwnId(entity: CatalogueEntity, column: string): boolean {
  return column === 'id' && entity.id.includes(column);
}
