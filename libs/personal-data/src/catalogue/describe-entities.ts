import { type CatalogueEntity, qualifiedTable } from './entity.js';

/** JSON values only. */
export type PlainJson = string | number | boolean | null | readonly PlainJson[] | { readonly [name: string]: PlainJson };

/** Entities as plain JSON, stores → tables → columns; what the catalogue's hash is taken over. */
export function describeEntities(entities: readonly CatalogueEntity[]): PlainJson {
  const stores: Record<string, Record<string, PlainJson>> = {};
  for (const entity of entities) (stores[entity.store] ??= {})[qualifiedTable(entity)] = describeEntity(entity);
  return { version: 1, stores };
}

function describeEntity({ entityClass: _class, store: _store, columns, ...entity }: CatalogueEntity): PlainJson {
  const described = columns.map(({ column, classification }) => [column, plain(classification)] as const);
  return { ...(plain(entity) as Record<string, PlainJson>), columns: Object.fromEntries(described) };
}

function plain(value: object): PlainJson {
  return JSON.parse(JSON.stringify(value)) as PlainJson;
}
