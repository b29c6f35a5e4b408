import { createHash } from 'node:crypto';
import { canonicalJson } from '@voxkeep/audit';
import type { ReviewDecision } from '@voxkeep/configuration';
import type { DatabaseName, http } from '@voxkeep/contracts';
import {
  listKept,
  planErasure,
  type ErasurePlan,
  type ErasureStatement,
  type KeyOwner,
  type RetainedRows,
  type SubjectKeys,
  type SubjectTrace,
  type TracedStep,
} from '@voxkeep/personal-data';
import { redactionsOf } from './redactions.js';

/** What an erasure would do, computed from one trace. */
export interface ErasureScope {
  /** SHA-256, hex, over everything that goes: rows by id, files, keys. What stays is not part of it, since looking adds audit rows. */
  readonly planHash: string;
  readonly catalogueHash: string;
  /** SHA-256, hex, of the holds, laws and reviews that it goes by. */
  readonly policyHash: string;
  /** What stays although it is the person's, table by table and reason by reason. */
  readonly retained: readonly RetainedLine[];
  readonly lines: http.ErasurePreview['lines'];
  readonly statements: readonly ErasureStatement[];
  /** Vault files of the recordings that go, those too that a withdrawal or a term took before: each is looked for once more. */
  readonly fileIds: readonly string[];
  /** Those of them that stand in the books as still there: what is counted as going. */
  readonly storedIds: readonly string[];
  readonly owners: readonly KeyOwner[];
  /** Contacts that go and are still going on. */
  readonly liveContactIds: readonly string[];
  /** Ids of everything that goes, by kind: what the erasure journal names and a resumed execution starts from. */
  readonly keys: SubjectKeys;
}

/** Rows of one table that stay for one reason. */
export interface RetainedLine {
  readonly database: DatabaseName;
  readonly table: string;
  readonly records: number;
  readonly reason: 'hold' | 'statutory' | 'review';
  /** Number of a hold, ground in law, or code of a review. */
  readonly reference: string;
  readonly until: Date | null;
}
/** What was taken out of the trace, and by which rules. */
export interface TakenOut {
  readonly retained: readonly RetainedRows[];
  readonly policyHash: string;
  readonly reviews: readonly ReviewDecision[];
}

const contactTables = new Set(['contact', 'closed_contact']);
const segmentTables = new Set(['recording_segment', 'closed_recording_segment']);

/** Computes the scope. Throws as `planErasure` does when a database was not searched. */
export function scopeOf(plan: ErasurePlan, trace: SubjectTrace, { retained, policyHash, reviews }: TakenOut): ErasureScope {
  const statements = [...planErasure(plan, trace), ...redactionsOf(retained, reviews)];
  const segments = going(trace, segmentTables);
  const erased = plan.steps.flatMap(({ entity, action }) => {
    const step = trace.steps.find((one) => one.entity === entity);
    const rows = step === undefined || action === 'keep' ? [] : goingRows(step);
    return step === undefined || rows.length === 0 ? [] : [{ step, action, ids: rows.map((row) => nameOf(step, row)).sort() }];
  });
  const owners = [...trace.owners].sort((a, b) => (nameOfOwner(a) < nameOfOwner(b) ? -1 : 1));
  const hashed = {
    catalogueHash: trace.catalogueHash,
    erased: erased.map(({ step, action, ids }) => [step.store, step.table, action, ids]),
    fileIds: filesOf(segments),
    owners: owners.map(nameOfOwner),
    policyHash,
    retained: retained.map(retainedNames),
  };
  return {
    planHash: createHash('sha256').update(canonicalJson(hashed)).digest('hex'),
    catalogueHash: trace.catalogueHash,
    policyHash,
    retained: retained.map(retainedLine),
    lines: [
      ...erased.map(({ step, action, ids }) => line(step.store, step.table, action, ids.length, null)),
      ...listKept(plan, withoutRetained(trace, retained)).map(({ store, table, rows, because }) =>
        line(store, table, 'keep', rows, because),
      ),
    ],
    statements,
    fileIds: filesOf(segments),
    storedIds: filesOf(segments.filter(isStored)),
    owners,
    liveContactIds: distinct(
      going(trace, new Set(['contact']))
        .filter((row) => row['closed_at'] === null)
        .map((row) => String(row['id'])),
    ),
    keys: keysOf(trace),
  };
}

/** Whether the file of a segment is still there: the row of one that was taken before says so. */
export function isStored(segment: Readonly<Record<string, unknown>>): boolean {
  return segment['state'] !== 'removed';
}

function filesOf(segments: readonly Row[]): readonly string[] {
  return distinct(segments.map((row) => String(row['file_id'])));
}

function retainedLine({ step, rows, retention }: RetainedRows): RetainedLine {
  return { database: step.store as DatabaseName, table: step.table, records: rows.length, ...retention };
}

/** What is hashed of rows that stay: which, and why; until when may depend on the day. */
function retainedNames({ step, rows, retention }: RetainedRows): readonly (string | readonly string[])[] {
  const names = rows.map((row) => nameOf(step, row)).sort();
  return [step.store, step.table, retention.reason, retention.reference, names];
}

/** Rows that a hold, a law or a review keeps are listed apart, so they do not count as kept by the catalogue's own grounds. */
function withoutRetained(trace: SubjectTrace, retained: readonly RetainedRows[]): SubjectTrace {
  const apart = new Set(retained.flatMap(({ rows }) => rows));
  const steps = trace.steps.map((step) => {
    const stay = step.rows.map((row) => !apart.has(row));
    const only = <T>(values: readonly T[]) => values.filter((_, at) => stay[at]);
    return { ...step, rows: only(step.rows), via: only(step.via), erasedBy: only(step.erasedBy) };
  });
  return { ...trace, steps };
}

/** The contacts of a scope. */
export function contactsOf({ keys }: Pick<ErasureScope, 'keys'>): readonly string[] {
  return keys.contact ?? [];
}

type Row = SubjectTrace['steps'][number]['rows'][number];

function line(
  store: string,
  table: string,
  action: 'delete' | 'anonymise' | 'keep',
  records: number,
  because: string | null,
): ErasureScope['lines'][number] {
  return { database: store as DatabaseName, table, action, records, because };
}

function goingRows(step: TracedStep): readonly Row[] {
  return step.rows.filter((_, at) => step.erasedBy[at] !== undefined);
}

function going(trace: SubjectTrace, tables: ReadonlySet<string>): readonly Row[] {
  return trace.steps.filter(({ table }) => tables.has(table)).flatMap(goingRows);
}

function nameOf(step: TracedStep, row: Row): string {
  const columns = step.entity.id.length > 0 ? step.entity.id : step.entity.reachedBy.map(({ column }) => column);
  return columns.map((column) => textOf(row[column])).join('/');
}

function textOf(value: unknown): string {
  if (Buffer.isBuffer(value)) return value.toString('hex');
  return value instanceof Date ? value.toISOString() : String(value);
}

function nameOfOwner({ ownerClass, ownerId }: KeyOwner): string {
  return `${ownerClass}/${ownerId}`;
}

function keysOf(trace: SubjectTrace): SubjectKeys {
  const keys = new Map<string, Set<string>>([['person', new Set(trace.keys.person ?? [])]]);
  const add = (kind: string, id: unknown) => {
    if (typeof id === 'string') keys.set(kind, (keys.get(kind) ?? new Set()).add(id));
  };
  for (const step of trace.steps) {
    for (const row of goingRows(step)) {
      if (step.table === 'contact_point') add('contact-point', row['id']);
      if (contactTables.has(step.table)) add('contact', row['id']);
      const own = step.entity.provides.filter(({ key }) => key === 'user' || key === 'customer' || key === 'recording');
      for (const { column, key } of own) add(key, row[column]);
    }
  }
  return Object.fromEntries([...keys].filter(([, ids]) => ids.size > 0).map(([kind, ids]) => [kind, [...ids].sort()]));
}

function distinct(ids: readonly string[]): readonly string[] {
  return [...new Set(ids)].sort();
}
