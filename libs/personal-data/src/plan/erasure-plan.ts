import { VoxkeepError, type StoreName } from '@voxkeep/contracts';
import type { Catalogue } from '../catalogue/catalogue.js';
import { isNulledOnErasure } from '../catalogue/classification.js';
import { type CatalogueEntity, type KeyReach, qualifiedTable } from '../catalogue/entity.js';
import type { EntityErasure } from '../catalogue/vocabulary.js';
import { batches, keyOf, type Row } from './find-rows.js';
import { buildReportPlan, quoted, quotedTable } from './report-plan.js';
import type { SubjectTrace, TracedStep } from './trace-subject.js';

export interface ErasureStep {
  readonly entity: CatalogueEntity;
  readonly action: EntityErasure;
  /** The ground for `keep`. */
  readonly because?: string;
}

export interface ErasurePlan {
  readonly catalogueHash: string;
  readonly steps: readonly ErasureStep[];
}

export interface ErasureStatement {
  readonly store: StoreName;
  readonly table: string;
  readonly sql: string;
  readonly params: readonly unknown[];
  readonly action: 'delete' | 'anonymise';
}

/** Ground of rows that stay because the person had another part in them: the agent in a customer's call. */
export const otherRole = 'other-role';
/** Ground of contact points that stay because somebody else has them too. */
export const sharedPoint = 'shared-point';

/** Rows that stay, for the certificate: how many, and why. */
export interface KeptRows {
  readonly store: StoreName;
  readonly table: string;
  readonly rows: number;
  readonly because: string;
}

/**
 * The report plan backwards, children before parents. Throws `catalogue.unreachable` as the report does, and
 * `catalogue.nothing-to-anonymise` for a table whose anonymising would change no column.
 */
export function buildErasurePlan(catalogue: Catalogue): ErasurePlan {
  const entities = buildReportPlan(catalogue).steps.map(({ entity }) => entity);
  const steps = entities.reverse().map((entity): ErasureStep => {
    if (entity.onErasure === 'anonymise' && emptied(entity).length === 0) {
      throw new VoxkeepError('catalogue.nothing-to-anonymise', { class: entity.name, write: "erase: 'null' on a column" });
    }
    return { entity, action: entity.onErasure, ...(entity.because === undefined ? {} : { because: entity.because }) };
  });
  return { catalogueHash: catalogue.hash, steps };
}

/**
 * The statements that erase what a trace found, in order, at most 1,000 ids each, none of them with a value in its text.
 * Throws `erasure.catalogue-changed` when plan and trace are of different catalogues and `erasure.store-unanswered` when a
 * store was not searched: half an erasure must not look whole.
 */
export function planErasure(plan: ErasurePlan, trace: SubjectTrace): readonly ErasureStatement[] {
  if (plan.catalogueHash !== trace.catalogueHash) throw new VoxkeepError('erasure.catalogue-changed');
  const [missing] = trace.unanswered;
  if (missing !== undefined) throw new VoxkeepError('erasure.store-unanswered', { store: missing });
  return plan.steps.flatMap(({ entity, action }): ErasureStatement[] => {
    const step = stepOf(trace, entity);
    if (!step || action === 'keep') return [];
    const verb =
      action === 'delete'
        ? `delete from ${quotedTable(entity)}`
        : `update ${quotedTable(entity)} set ${emptied(entity).join(', ')}`;
    const at = { store: entity.store, table: qualifiedTable(entity), action };
    return conditions(entity, step).map(({ where, params }) => ({ ...at, sql: `${verb} where ${where}`, params }));
  });
}

/** What stays of a traced person and why: tables kept on a legal ground, and rows in which the person had another role. */
export function listKept(plan: ErasurePlan, trace: SubjectTrace): readonly KeptRows[] {
  return plan.steps.flatMap(({ entity, action, because = '' }): KeptRows[] => {
    const step = stepOf(trace, entity);
    const rows = step?.erasedBy.filter((reach) => action === 'keep' || !reach).length ?? 0;
    const ground = action === 'keep' ? because : entity.kind === 'shared' ? sharedPoint : otherRole;
    return rows === 0 ? [] : [{ store: entity.store, table: qualifiedTable(entity), rows, because: ground }];
  });
}

function stepOf(trace: SubjectTrace, entity: CatalogueEntity): TracedStep | undefined {
  return trace.steps.find(
    (step) => step.store === entity.store && step.entity.table === entity.table && step.entity.schema === entity.schema,
  );
}

function emptied(entity: CatalogueEntity): string[] {
  return entity.columns
    .filter(({ classification }) => isNulledOnErasure(classification))
    .map(({ column }) => `${quoted(column)} = null`);
}

interface Condition {
  readonly where: string;
  readonly params: readonly unknown[];
}

function conditions(entity: CatalogueEntity, step: TracedStep): Condition[] {
  const rows = step.rows.flatMap((row, i) => (step.erasedBy[i] ? [{ row, reach: step.erasedBy[i] }] : []));
  if (entity.id.length === 0) return byReach(rows);
  const [first = '', ...more] = entity.id;
  return batches(rows).map((batch) => {
    const values = entity.id.map((column) => batch.map(({ row }) => keyOf(row, column)));
    if (more.length === 0) return { where: `${quoted(first)} = any($1)`, params: values };
    // The first column as itself, so that its index and its partitions serve; all of them as text, so that the tuple is exact.
    const tuple = entity.id.map((column) => `${quoted(column)}::text`).join(', ');
    const arrays = entity.id.map((_, i) => `$${i + 2}::text[]`).join(', ');
    return {
      where: `${quoted(first)} = any($1) and (${tuple}) in (select * from unnest(${arrays}))`,
      params: [values[0], ...values],
    };
  });
}

/** Rows without an id of their own go by the key that led to them. */
function byReach(rows: readonly { row: Row; reach: KeyReach }[]): Condition[] {
  const ids = new Map<string, Set<string>>();
  for (const { row, reach } of rows) {
    const id = keyOf(row, reach.column);
    if (id !== undefined) ids.set(reach.column, (ids.get(reach.column) ?? new Set()).add(id));
  }
  return [...ids].flatMap(([column, set]) =>
    batches([...set]).map((batch) => ({ where: `${quoted(column)} = any($1)`, params: [batch] })),
  );
}
