import { isVoxkeepError, VoxkeepError } from '@voxkeep/contracts';
import { migrate, migrateJobs } from '@voxkeep/platform';
import { applyGrants } from '../../../../db/cluster/apply-grants.js';
import { databaseUrl, type InstanceAddress } from '../../../../db/cluster/connect.js';
import { prepareInstance, type SecretOf } from '../../../../db/cluster/prepare-instance.js';
import { instanceNames, registry, type InstanceName, type RegisteredDatabase } from '../../../../db/cluster/registry.js';

import { DerivedSchema } from './derived-schema.js';

/** How the databases stand after a start. */
export interface ClusterReport {
  /** Names of the migrations that were applied now. */
  readonly applied: readonly string[];
  /** Tables that the table of rights names and no migration has made, as `database.schema.table`. */
  readonly absent: readonly string[];
}

type Addresses = Readonly<Record<InstanceName, InstanceAddress>>;

/**
 * Makes roles and databases, brings every database to this release's schema, and gives every process exactly its rights. A second
 * run changes nothing. Throws `database.unreachable`, `schema.newer` or `migration.failed`.
 */
export async function prepareCluster(addresses: Addresses, secretOf: SecretOf): Promise<ClusterReport> {
  for (const name of instanceNames) await reaching(name, () => prepareInstance(name, addresses[name], secretOf));
  const reports = await Promise.all(
    registry.map((database) => reaching(database.name, () => bringUpToDate(database, addresses, secretOf))),
  );
  return { applied: reports.flatMap(({ applied }) => applied), absent: reports.flatMap(({ absent }) => absent) };
}

async function bringUpToDate(database: RegisteredDatabase, addresses: Addresses, secretOf: SecretOf): Promise<ClusterReport> {
  const address = addresses[database.instance];
  const url = databaseUrl(address, database.name, database.owner, secretOf(database.owner));
  const derived = new DerivedSchema(database.name, url);
  await derived.forget();
  const applied = await migrateOne(database, url);
  await derived.make();
  const { absent } = await applyGrants(database, address, secretOf);
  return { applied, absent: absent.map((table) => `${database.name}.${table}`) };
}

async function migrateOne(database: RegisteredDatabase, url: string): Promise<readonly string[]> {
  if (database.name !== 'jobs') return (await migrate(url, database.name)).applied;
  await migrateJobs(url); // the queue library keeps its own schema and its own versions
  return [];
}

async function reaching<T>(database: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    if (isVoxkeepError(thrown) || !isConnectionError(thrown)) throw thrown;
    throw Object.assign(new VoxkeepError('database.unreachable', { database }), { cause: thrown });
  }
}

/** System errors of connecting, and PostgreSQL's classes 08 (connection), 28 (authorisation), 57P (being shut down). */
function isConnectionError(thrown: unknown): boolean {
  const code = (thrown as { code?: unknown }).code;
  return typeof code === 'string' && /^(ECONNREFUSED|ENOENT|ECONNRESET|ETIMEDOUT|EACCES|08...|28...|57P..)$/.test(code);
}
