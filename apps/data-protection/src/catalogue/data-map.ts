import { storeNames, type http } from '@voxkeep/contracts';
import { dataCategoryOf, qualifiedTable, type Catalogue, type CatalogueEntity } from '@voxkeep/personal-data';
import { categoriesOf, classified, columnsOf, sealedIn, subjectsOf } from './entity-facts.js';

/** Terms in days by deletion class; a class without one is never deleted by age. */
export type Terms = ReadonlyMap<string, number>;

/** What is kept where, about whom, for how long: the catalogue as a page shows it. */
export function dataMapOf(catalogue: Catalogue, terms: Terms): http.DataMap {
  return {
    catalogueHash: catalogue.hash,
    stores: storeNames.map((store) => ({
      store,
      tables: catalogue.entities.filter((entity) => entity.store === store).map((entity) => tableOf(entity, terms)),
    })),
    places: catalogue.places.map((place) => ({
      ...{ name: place.name, kind: place.kind, what: place.what, end: place.end, days: place.days ?? null },
      categories: [...categoriesOf(classified(place))],
    })),
    notPersonal: catalogue.entities.flatMap((entity) =>
      entity.columns.flatMap(({ column, classification: c }) =>
        c.as === 'not-personal' ? [{ store: entity.store, table: qualifiedTable(entity), column, reason: c.reason }] : [],
      ),
    ),
  };
}

function tableOf(entity: CatalogueEntity, terms: Terms): http.DataMap['stores'][number]['tables'][number] {
  const { kind, reason, deletion, onErasure, because, activities } = entity;
  return {
    table: qualifiedTable(entity),
    category: dataCategoryOf(entity) ?? null,
    kind,
    reason: reason ?? null,
    subjects: [...subjectsOf(entity)],
    categories: [...categoriesOf(classified(entity))],
    columns: columnsOf(entity),
    sealed: sealedIn(entity),
    activities: [...activities],
    deletion: deletion ? { className: deletion.class, start: deletion.start, days: terms.get(deletion.class) ?? null } : null,
    onErasure,
    because: because ?? null,
  };
}
