import { VoxkeepError, type DatabaseName, type StoreName } from '@voxkeep/contracts';
import {
  buildErasurePlan,
  buildReportPlan,
  catalogue,
  keysOfRow,
  ownersOf,
  planErasure,
  retain,
  traceSubject,
  type CatalogueEntity,
  type Retention,
  type Row,
  type SqlPorts,
  type SubjectKeys,
  type SubjectTrace,
} from '@voxkeep/personal-data';
import type { Database } from '@voxkeep/platform';

/** Everything open that was restored; owners' rights. */
export type Restored = ReadonlyMap<StoreName, Database>;

/** What a replay took away again. */
export interface Replayed {
  readonly rows: number;
  /** Vault files of recordings that were erased: they are not put back. */
  readonly fileIds: readonly string[];
}

/** As in an erasure: the directory last, since it leads to everything else. */
const order: readonly DatabaseName[] = [
  'monitoring',
  'outbound',
  'reporting',
  'history',
  'operative',
  'configuration',
  'directory',
];
const segmentTables = new Set(['recording_segment', 'closed_recording_segment']);
const kept: Retention = { reason: 'review', reference: 'not-in-erasure-journal', until: null };

/**
 * Erases again what a case had erased: the rows that its journal names and no others, since what was held or kept then stays
 * kept. Keys are destroyed before, so that a person whose key lives was not erased.
 */
export async function replayCase(restored: Restored, caseId: string, keys: SubjectKeys): Promise<Replayed> {
  const report = buildReportPlan(catalogue());
  const ports: SqlPorts = Object.fromEntries(
    order.map((name) => [
      name,
      { rows: (sql: string, params: readonly unknown[]) => opened(restored, name).rows<Row>(sql, params) },
    ]),
  );
  const everything = await traceSubject(report, keys, ports, { confirmed: keys['contact-point'] ?? [] });
  const alive = await personsWithKeys(opened(restored, 'keyring'), keys.person ?? []);
  const { trace } = retain(everything, (entity, row) => (goes(entity, row, keys, alive) ? [] : [kept]));
  const statements = planErasure(buildErasurePlan(catalogue()), trace);
  let rows = 0;
  for (const name of order) {
    rows += await opened(restored, name).transaction(async (t) => {
      let affected = 0;
      for (const { sql, params } of statements.filter(({ store }) => store === name))
        affected += (await t.rows(`${sql} returning 1`, params)).length;
      if (affected > 0)
        await t.audit({
          action: 'restore.erase',
          actor: 'system:operator',
          object: { kind: 'case', id: caseId },
          purpose: 'data-subject-request',
          count: affected,
        });
      return affected;
    });
  }
  return { rows, fileIds: fileIdsOf(trace) };
}

/** Whether a row was erased: its own id and its contact stand in the journal, and it is not a person whose key lives. */
function goes(entity: CatalogueEntity, row: Row, keys: SubjectKeys, alive: ReadonlySet<string>): boolean {
  const names = new Set(Object.entries(keys).flatMap(([kind, ids]) => ids.map((id) => `${kind}/${id}`)));
  const [id, ...more] = entity.id;
  const own = entity.provides.filter(({ column }) => more.length === 0 && column === id).map(({ key }) => key);
  const demanded = keysOfRow(entity, row).filter((name) => {
    const kind = name.slice(0, name.indexOf('/'));
    return kind === 'contact' || own.some((key) => key === kind && name === `${key}/${String(row[id ?? ''])}`);
  });
  const isPerson = own.includes('person');
  if (isPerson && ownersOf(entity, row).some(({ ownerId }) => alive.has(ownerId))) return false;
  return demanded.every((name) => names.has(name));
}

async function personsWithKeys(keyring: Database, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await keyring.rows<{ id: string }>(
    'select distinct owner_id as id from subject_key where owner_id = any($1::uuid[])',
    [ids],
  );
  return new Set(rows.map(({ id }) => id));
}

function fileIdsOf(trace: SubjectTrace): readonly string[] {
  return trace.steps
    .filter(({ table }) => segmentTables.has(table))
    .flatMap(({ rows, erasedBy }) => rows.filter((_, at) => erasedBy[at] !== undefined))
    .map((row) => String(row['file_id']));
}

/** An open database by its name; the restore has opened all of them. */
export function opened(restored: Restored, name: StoreName): Database {
  const database = restored.get(name);
  if (!database) throw new VoxkeepError('restore.store-not-open', { database: name });
  return database;
}
