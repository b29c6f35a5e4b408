import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { databaseUrl } from '../../db/cluster/connect.js';
import { databasesOf, instanceNames, type InstanceName } from '../../db/cluster/registry.js';
import type { TestAppliance } from './appliance.js';

/** Runs SQL on one database of a running appliance as its superuser, past every program. */
export async function asSuperuser<T>(
  appliance: TestAppliance,
  database: string,
  work: (client: Client) => Promise<T>,
  instance: InstanceName = 'main',
): Promise<T> {
  const secret = readFileSync(join(appliance.data, 'secrets', `superuser-${instance}`), 'utf8').trim();
  const address = { socketDirectory: join(appliance.data, 'run', `pg-${instance}`), port: 5432 };
  const client = new Client({ connectionString: databaseUrl(address, database, 'postgres', secret) });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Makes both instances write everything they hold in memory to their files. */
export async function writeOut(appliance: TestAppliance): Promise<void> {
  for (const instance of instanceNames) {
    const [first] = databasesOf(instance);
    await asSuperuser(appliance, first!.name, (client) => client.query('checkpoint'), instance);
  }
}
