import type { StoreName } from '@voxkeep/contracts';
import { type Catalogue, catalogue } from './catalogue.js';
import type { Classification } from './classification.js';
import { describeEntities, type PlainJson } from './describe-entities.js';

/** The catalogue as plain JSON, stores → tables → columns → classification: the content of `catalogue.json`. */
export function describeCatalogue(of: Catalogue = catalogue()): PlainJson {
  return describeEntities(of.entities, of.places);
}

/** `COMMENT ON COLUMN` statements of one store, so that whoever opens the database with another tool reads the classification. */
export function commentStatements(store: StoreName, of: Catalogue = catalogue()): readonly string[] {
  return of.entities
    .filter((entity) => entity.store === store)
    .flatMap((entity) =>
      entity.columns.map(({ column, classification }) => {
        const text = comment(classification).replaceAll("'", "''");
        return `comment on column "${entity.schema}"."${entity.table}"."${column}" is '${text}'`;
      }),
    );
}

function comment(classification: Classification): string {
  switch (classification.as) {
    case 'personal':
      return `personal: ${classification.category}, ${classification.store}, on erasure ${classification.erase}`;
    case 'pseudonym':
      return `pseudonym of ${classification.of} in ${classification.domain}, on erasure ${classification.erase}`;
    case 'free-text':
      return `free text: may name ${classification.mayName}, sealed, on erasure ${classification.erase}`;
    case 'secret':
      return `secret: ${classification.what}`;
    case 'not-personal':
      return `not personal: ${classification.reason}`;
  }
}
