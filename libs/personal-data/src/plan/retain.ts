import type { CatalogueEntity } from '../catalogue/entity.js';
import { keyOf, type Row } from './find-rows.js';
import type { SubjectTrace, TracedStep } from './trace-subject.js';
import { distinctOwners, dyingOwnersOf, ownersOf, type KeyOwner } from './owners.js';

/** Why a row stays although the person asked for its erasure. */
export interface Retention {
  readonly reason: 'hold' | 'statutory' | 'review';
  /** Number of a hold, ground in law, or the code of a review. */
  readonly reference: string;
  /** When the reason ends, as far as it is known. */
  readonly until: Date | null;
}

/** A table's rows that stay for one reason. */
export interface RetainedRows {
  readonly step: TracedStep;
  readonly rows: readonly Row[];
  readonly retention: Retention;
}

/** A trace from which what must stay was taken out, and what that is. */
export interface RetainedTrace {
  readonly trace: SubjectTrace;
  readonly retained: readonly RetainedRows[];
  /** Key owners of what stays: they are restricted instead of destroyed (GDPR Art. 18). */
  readonly owners: readonly KeyOwner[];
}

/**
 * Takes rows that must stay out of what an erasure removes. `decide` answers why a row that would go stays, undefined when it
 * goes. A key that any staying row needs does not die.
 */
export function retain(trace: SubjectTrace, decide: (entity: CatalogueEntity, row: Row) => readonly Retention[]): RetainedTrace {
  const found: RetainedRows[] = [];
  const stepped = trace.steps.map((step) => {
    const reasons = step.rows.map((row, at) => (step.erasedBy[at] === undefined ? [] : decide(step.entity, row)));
    found.push(...grouped(step, reasons));
    return { ...step, erasedBy: step.erasedBy.map((reach, at) => (reasons[at]?.length === 0 ? reach : undefined)) };
  });
  const staying = distinctOwners(found.flatMap(({ step, rows }) => rows.flatMap((row) => ownersOf(step.entity, row))));
  const kept = new Set(staying.map(nameOf));
  const steps = stepped.map((step) => ({ ...step, owners: dying(step, kept) }));
  const owners = distinctOwners(steps.flatMap((step) => step.owners));
  return { trace: { ...trace, steps, owners }, retained: found, owners: staying };
}

function grouped(step: TracedStep, reasons: readonly (readonly Retention[])[]): RetainedRows[] {
  const groups = new Map<string, { retention: Retention; rows: Row[] }>();
  step.rows.forEach((row, at) => {
    for (const retention of reasons[at] ?? []) {
      const name = `${retention.reason}/${retention.reference}/${retention.until?.toISOString() ?? ''}`;
      const group = groups.get(name) ?? { retention, rows: [] };
      group.rows.push(row);
      groups.set(name, group);
    }
  });
  return [...groups.values()].map(({ retention, rows }) => ({ step, rows, retention }));
}

function dying(step: TracedStep, kept: ReadonlySet<string>): readonly KeyOwner[] {
  const owners = step.rows.flatMap((row, at) => {
    const reach = step.erasedBy[at];
    return reach === undefined ? [] : dyingOwnersOf(step.entity, row, reach);
  });
  return distinctOwners(owners).filter((owner) => !kept.has(nameOf(owner)));
}

function nameOf({ ownerClass, ownerId }: KeyOwner): string {
  return `${ownerClass}/${ownerId}`;
}

/** The keys of a row, by kind: what a hold or a rule may name. */
export function keysOfRow(entity: CatalogueEntity, row: Row): readonly string[] {
  const named = [...entity.provides, ...entity.reachedBy];
  return named.flatMap(({ key, column }) => {
    const id = keyOf(row, column);
    return id === undefined ? [] : [`${key}/${id}`];
  });
}
