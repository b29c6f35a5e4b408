import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Client } from 'pg';
import type { StoreName } from '@voxkeep/contracts';
import { migrate, migrateJobs, openDatabase, type Database, type EntityClass } from '@voxkeep/platform';
import { socketUrl } from './cluster';

/** A database of its own for one spec file: the real migrations, no rows. */
export interface FreshDatabase {
  readonly url: string;
  readonly database: Database;
  drop(): Promise<void>;
}

/** Clones the template of a database (about 75 ms); the template is made by the real migrations when first asked for. */
export async function freshDatabase(name: StoreName, entities: readonly EntityClass[] = []): Promise<FreshDatabase> {
  const clone = `${name}_${randomBytes(6).toString('hex')}`;
  await asAdministrator(async (admin) => {
    await ensureTemplate(admin, name);
    await admin.query(`create database ${clone} template ${name}_template strategy file_copy`);
  });
  // A busy machine may take longer for a connection than what serves would wait.
  const database = await openDatabase(name, { url: urlOf(clone), connectWithinMs: 60_000 }, entities);
  const drop = async () => {
    await database.close();
    await asAdministrator((admin) => admin.query(`drop database if exists ${clone} with (force)`));
  };
  return { url: urlOf(clone), database, drop };
}

/** An empty database without any migration, for tests of the migrator itself. */
export async function emptyDatabase(): Promise<{ readonly url: string; drop(): Promise<void> }> {
  const made = `empty_${randomBytes(6).toString('hex')}`;
  await asAdministrator((admin) => admin.query(`create database ${made}`));
  return {
    url: urlOf(made),
    drop: () => asAdministrator((admin) => admin.query(`drop database if exists ${made} with (force)`)).then(() => undefined),
  };
}

/** Runs SQL as the cluster's superuser, e.g. to make a login role. */
export async function asAdministrator<T>(work: (admin: Client) => Promise<T>): Promise<T> {
  const admin = new Client({ connectionString: urlOf('postgres') });
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.end();
  }
}

/** The advisory lock lets one worker make the template while the others wait; a failed one is dropped again. */
async function ensureTemplate(admin: Client, name: StoreName): Promise<void> {
  const template = `${name}_template`;
  await admin.query('select pg_advisory_lock(hashtextextended($1, 0))', [template]);
  try {
    const { rowCount } = await admin.query('select 1 from pg_database where datname = $1', [template]);
    if (rowCount === 1) return;
    await admin.query(`create database ${template}`);
    await fill(admin, name, template);
  } finally {
    await admin.query('select pg_advisory_unlock(hashtextextended($1, 0))', [template]);
  }
}

async function fill(admin: Client, name: StoreName, template: string): Promise<void> {
  try {
    await (name === 'jobs' ? migrateJobs(urlOf(template)) : migrate(urlOf(template), name));
  } catch (failure) {
    await admin.query(`drop database ${template} with (force)`);
    throw failure;
  }
}

function urlOf(database: string): string {
  const { JEST_WORKER_ID: worker = '1', VOXKEEP_TEST_CLUSTER: only } = process.env;
  const facts = process.env[`VOXKEEP_TEST_CLUSTER_${worker}`] ?? only;
  if (facts === undefined) throw new Error('No test cluster: run this file in the project "database".');
  return socketUrl((JSON.parse(readFileSync(facts, 'utf8')) as { directory: string }).directory, database);
}
