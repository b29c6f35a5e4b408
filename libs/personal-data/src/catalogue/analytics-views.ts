import type { StoreName } from '@voxkeep/contracts';
import { type Catalogue, catalogue } from './catalogue.js';
import type { Classification } from './classification.js';
import type { LiveColumn } from './compare-schema.js';
import type { CatalogueEntity } from './entity.js';

/** Ends a bucket of whole numbers: durations and counts are told to the ten. */
const bucket = 10;

/**
 * Statements that make one view per table with persons in schema `analytics` of a store: what is dropped for analytics is not in it,
 * times are told to the hour, numbers to the ten, and references are other ones every quarter (04 h; GDPR recital 26). Each table
 * keeps its name. `live` are the columns as they are now, for their types. Run after `dropAnalyticsViews`.
 */
export function analyticsViewStatements(
  store: StoreName,
  live: readonly LiveColumn[],
  of: Catalogue = catalogue(),
): readonly string[] {
  const typeOf = new Map(live.map(({ schema, table, column, type }) => [`${schema}.${table}.${column}`, type ?? 'text']));
  return of.entities
    .filter((entity) => entity.store === store && entity.kind !== 'none' && entity.schema === 'public')
    .flatMap((entity) => {
      const columns = selected(entity, typeOf);
      if (columns.length === 0) return [];
      return [
        `create view analytics."${entity.table}" as select ${columns.join(', ')} from "${entity.schema}"."${entity.table}"`,
      ];
    });
}

/** Drops every view of schema `analytics`: they are derived, and a migration may change what they stand on. */
export const dropAnalyticsViews = `
  do $$ declare v record; begin
    for v in select table_name from information_schema.views where table_schema = 'analytics' loop
      execute format('drop view analytics.%I cascade', v.table_name);
    end loop;
  end $$`;

function selected({ schema, table, columns }: CatalogueEntity, typeOf: ReadonlyMap<string, string>): readonly string[] {
  return columns.flatMap(({ column, classification }) => {
    const told = expression(`"${column}"`, classification, typeOf.get(`${schema}.${table}.${column}`) ?? 'text');
    return told === undefined ? [] : [`${told} as "${column}"`];
  });
}

/** How a column is told, or undefined when it is not. */
function expression(column: string, classification: Classification, type: string): string | undefined {
  switch (classification.as) {
    case 'secret':
    case 'free-text':
      return undefined;
    case 'pseudonym':
      return reference(column);
    case 'not-personal':
      return coarse(column, type);
    case 'personal':
      if (classification.store !== 'clear' || classification.analytics === 'drop') return undefined;
      return classification.analytics === 'pseudonym' ? reference(column) : coarse(column, type);
  }
}

function reference(column: string): string {
  return `analytics.reference(${column}::text)`;
}

function coarse(column: string, type: string): string {
  if (type.startsWith('timestamp')) return `date_trunc('hour', ${column})`;
  if (/^(smallint|integer|bigint)$/.test(type)) return `(${column} / ${bucket}) * ${bucket}`;
  return column;
}
