import { createHash } from 'node:crypto';
import { canonicalJson } from '@voxkeep/audit';
import { VoxkeepError } from '@voxkeep/contracts';
import { buildEntity } from './build-entity.js';
import { describeEntities } from './describe-entities.js';
import type { CatalogueEntity, EntityClass } from './entity.js';
import { declaredPlaces, type CataloguePlace } from './places.js';
import { changesSoFar, classesWithoutEntity, recordedClasses, recordedTables } from './registry.js';

/** Every table of every store with the persons in it. Frozen; `hash` names this state on reports and certificates. */
export class Catalogue {
  /** Ordered by store, schema and table. */
  readonly entities: readonly CatalogueEntity[];
  /** Files, queues and exports, by name. */
  readonly places: readonly CataloguePlace[];
  readonly #byClass: ReadonlyMap<EntityClass, CatalogueEntity>;
  #hash: string | undefined;

  constructor(entities: readonly CatalogueEntity[], places: readonly CataloguePlace[] = []) {
    const order = (entity: CatalogueEntity) => `${entity.store}/${entity.schema}.${entity.table}`;
    const sorted = [...entities].sort((a, b) => (order(a) < order(b) ? -1 : order(a) > order(b) ? 1 : 0));
    this.entities = Object.freeze(sorted.map(frozen));
    this.places = Object.freeze(places.map(frozen));
    this.#byClass = new Map(sorted.flatMap((entity) => (entity.entityClass ? [[entity.entityClass, entity] as const] : [])));
    Object.freeze(this);
  }

  /**
   * SHA-256, hex, of the canonical JSON of `describeCatalogue`. Computed when first asked for: a program makes a catalogue for each
   * of its databases when it starts, and hardly ever one whose hash it needs.
   */
  get hash(): string {
    this.#hash ??= createHash('sha256')
      .update(canonicalJson(describeEntities(this.entities, this.places)))
      .digest('hex');
    return this.#hash;
  }

  /** The entity of a class; throws `catalogue.unknown-entity`. */
  entity(entityClass: EntityClass): CatalogueEntity {
    const entity = this.#byClass.get(entityClass);
    if (!entity) throw new VoxkeepError('catalogue.unknown-entity', { class: entityClass.name });
    return entity;
  }
}

let whole: { readonly after: number; readonly catalogue: Catalogue } | undefined;

/**
 * The catalogue of everything decorated or declared so far in this process: the same one until something is added. Throws the first
 * `catalogue.*` error found.
 */
export function catalogue(): Catalogue {
  const after = changesSoFar();
  if (whole?.after !== after) whole = { after, catalogue: builtAnew() };
  return whole.catalogue;
}

function builtAnew(): Catalogue {
  const stray = classesWithoutEntity()[0];
  if (stray) {
    throw new VoxkeepError('catalogue.no-entity-decorator', {
      class: stray.name,
      write: '@DataSubjectEntity({ … }) on the class',
    });
  }
  return new Catalogue([...recordedClasses().map(buildEntity), ...recordedTables()], declaredPlaces());
}

/** The catalogue of these classes only: what one database lib, or one test, answers for. */
export function catalogueOf(classes: readonly EntityClass[]): Catalogue {
  return new Catalogue(classes.map(buildEntity));
}

function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  for (const inner of Object.values(value)) frozen(inner);
  return Object.freeze(value);
}
