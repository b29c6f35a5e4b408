import { VoxkeepError } from '@voxkeep/contracts';
import type { Database } from './database.js';
import { listMigrations, type MigrationFile } from './migration-files.js';

/** `version` counts a database's migrations; `breaking` is the count at the last one that older programs cannot live with. */
export interface SchemaVersion {
  readonly version: number;
  readonly breaking: number;
}

/** Written into `schema_version`, so that an operator sees which release changed a database. */
export const programVersion = '0.1.0';

/** Exit code of a program that refuses a database (sysexits EX_CONFIG): the supervisor does not try again. */
export const schemaRefusedExitCode = 78;

/** The version that these migrations make. */
export function schemaVersionOf(known: readonly MigrationFile[]): SchemaVersion {
  const breaking = known.reduce((last, file, at) => (new file.migration().breaking === true ? at + 1 : last), 0);
  return { version: known.length, breaking };
}

/** Reads the handshake row; undefined on a database that was never migrated. */
export async function readSchemaVersion(
  rows: (sql: string) => Promise<readonly Record<string, unknown>[]>,
): Promise<SchemaVersion | undefined> {
  const [there] = await rows(`select to_regclass('schema_version') is not null as there`);
  if (there?.['there'] !== true) return undefined;
  const [row] = await rows(`select max(version) as version, max(breaking) as breaking from schema_version`);
  return typeof row?.['version'] === 'number' ? { version: row['version'], breaking: Number(row['breaking']) } : undefined;
}

/**
 * Refuses to work on a schema this program does not fit: `schema.newer` when a newer program made a breaking change,
 * `schema.older` when migrations are pending. The process ends with `schemaRefusedExitCode`.
 */
export async function checkSchema(database: Database): Promise<void> {
  const here = schemaVersionOf([...listMigrations('platform'), ...listMigrations(database.name)]);
  const there = await readSchemaVersion((sql) => database.rows(sql));
  if (!there || there.version < here.version) {
    throw new VoxkeepError('schema.older', { database: database.name, there: there?.version ?? 0, here: here.version });
  }
  if (there.breaking > here.version) {
    throw new VoxkeepError('schema.newer', { database: database.name, there: there.breaking, here: here.version });
  }
}
