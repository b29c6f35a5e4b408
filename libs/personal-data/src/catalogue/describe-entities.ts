import { type CatalogueEntity, qualifiedTable } from './entity.js';
import type { CataloguePlace } from './places.js';

/** JSON values only. */
export type PlainJson = string | number | boolean | null | readonly PlainJson[] | { readonly [name: string]: PlainJson };

/** Entities as plain JSON, stores → tables → columns, and what is no table; what the catalogue's hash is taken over. */
export function describeEntities(entities: readonly CatalogueEntity[], places: readonly CataloguePlace[] = []): PlainJson {
  const stores: Record<string, Record<string, PlainJson>> = {};
  for (const entity of entities) (stores[entity.store] ??= {})[qualifiedTable(entity)] = describeEntity(entity);
  return { version: 1, stores, places: Object.fromEntries(places.map(({ name, ...place }) => [name, plain(place)])) };
}

function describeEntity({ entityClass: _class, store: _store, columns, ...entity }: CatalogueEntity): PlainJson {
  const described = columns.map(({ column, classification }) => [column, plain(classification)] as const);
  return { ...(plain(entity) as Record<string, PlainJson>), columns: Object.fromEntries(described) };
}

function plain(value: object): PlainJson {
  return JSON.parse(JSON.stringify(value)) as PlainJson;
}
