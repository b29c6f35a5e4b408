import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { VoxkeepError } from '@voxkeep/contracts';
import type { MigrationInterface } from 'typeorm';

/** A migration class; `breaking` says that programs built before it must not open the database afterwards. */
export interface MigrationClass {
  new (): MigrationInterface & { readonly breaking?: boolean };
}

/** One migration with its stable name, e.g. `operative/0002-recording`, and its place in the order of its folder. */
export interface MigrationFile {
  readonly name: string;
  readonly number: number;
  readonly migration: MigrationClass;
}

/** `db/`, beside `libs/` in the sources and in `dist/` alike. */
const databaseFolder = resolve(__dirname, '../../../../db');

/**
 * Lists the migrations in `db/<folder>/migrations/NNNN-name.{ts,js}` by number. The same listing serves the sources (tests)
 * and the compiled tree. Throws `migration.unnamed` for a file without number, `migration.same-number`, `migration.empty`.
 */
export function listMigrations(folder: string): readonly MigrationFile[] {
  const directory = join(databaseFolder, folder, 'migrations');
  if (!existsSync(directory)) return [];
  const files = readdirSync(directory).filter((file) => /(?<!\.d|spec)\.(ts|js)$/.test(file));
  const migrations = files.sort().map((file) => readMigration(folder, directory, file));
  migrations.forEach((one, at) => {
    if (migrations[at - 1]?.number === one.number) throw new VoxkeepError('migration.same-number', { file: one.name });
  });
  return migrations;
}

function readMigration(folder: string, directory: string, file: string): MigrationFile {
  const [, number, title] = /^(\d{4})-([a-z0-9-]+)\.(?:ts|js)$/.exec(file) ?? [];
  if (number === undefined || title === undefined) throw new VoxkeepError('migration.unnamed', { folder, file });
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- the file name is only known from the listing
  const exported = Object.values(require(join(directory, file)) as Record<string, unknown>);
  const [migration, ...more] = exported.filter(isMigrationClass);
  if (!migration || more.length > 0) throw new VoxkeepError('migration.not-one-class', { folder, file });
  return { name: `${folder}/${number}-${title}`, number: Number(number), migration };
}

function isMigrationClass(value: unknown): value is MigrationClass {
  return typeof value === 'function' && typeof (value.prototype as Partial<MigrationInterface> | undefined)?.up === 'function';
}
