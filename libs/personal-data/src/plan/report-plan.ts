import { VoxkeepError, type StoreName } from '@voxkeep/contracts';
import type { Catalogue } from '../catalogue/catalogue.js';
import { type CatalogueEntity, qualifiedTable } from '../catalogue/entity.js';
import { type KeyKind, rootKinds } from '../catalogue/vocabulary.js';
import { orderByKeys } from './order.js';

/** One table to search. `select` reads every catalogued column but secrets; a `where` on one key column is put behind it. */
export interface ReportStep {
  readonly entity: CatalogueEntity;
  /** True when its rows tell which persons and contact points belong together. */
  readonly identity: boolean;
  readonly select: string;
}

export interface ReportPlan {
  readonly catalogueHash: string;
  readonly steps: readonly ReportStep[];
  /** Every store that has to answer, in the order of the steps. */
  readonly stores: readonly StoreName[];
}

/**
 * Plans the search for a person: every table of a kind other than none, in the order of keys, walked from person and
 * contact-point. Throws `catalogue.unreachable` { table } when a table with personal data is found by no path.
 */
export function buildReportPlan(catalogue: Catalogue): ReportPlan {
  const entities = catalogue.entities.filter(({ kind }) => kind !== 'none');
  const reachable = reachableKeys(entities);
  for (const entity of entities) {
    if (entity.reachedBy.some(({ key }) => reachable.has(key))) continue;
    const table = `${entity.store}/${qualifiedTable(entity)}`;
    throw new VoxkeepError('catalogue.unreachable', { table, write: 'reachedBy with a key that another table provides' });
  }
  const steps = orderByKeys(entities).map(step);
  return { catalogueHash: catalogue.hash, steps, stores: [...new Set(steps.map(({ entity }) => entity.store))] };
}

function reachableKeys(entities: readonly CatalogueEntity[]): ReadonlySet<KeyKind> {
  const reached = new Set<KeyKind>(rootKinds);
  for (let before = -1; before !== reached.size;) {
    before = reached.size;
    const open = entities.filter(({ reachedBy }) => reachedBy.some(({ key }) => reached.has(key)));
    for (const { key } of open.flatMap(({ provides }) => provides)) reached.add(key);
  }
  return reached;
}

function step(entity: CatalogueEntity): ReportStep {
  const columns = entity.columns
    .filter(({ classification }) => classification.as !== 'secret')
    .map(({ column }) => quoted(column));
  return {
    entity,
    identity: entity.provides.some(({ key }) => rootKinds.includes(key)),
    select: `select ${columns.join(', ')} from ${quotedTable(entity)}`,
  };
}

/** An identifier of the catalogue for SQL; the catalogue has refused anything but `[a-z0-9_]`. */
export function quoted(identifier: string): string {
  return `"${identifier.replaceAll('"', '""')}"`;
}

/** `"public"."contact"`. */
export function quotedTable(entity: Pick<CatalogueEntity, 'schema' | 'table'>): string {
  return `${quoted(entity.schema)}.${quoted(entity.table)}`;
}
