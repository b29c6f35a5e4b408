import { chmodSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestAppliance } from './appliance.js';
import { asSuperuser } from './databases.js';
import { isRunning } from './processes.js';
import { until } from './until.js';
import { databasesOf, type InstanceName } from '../../db/cluster/registry.js';

/**
 * Stops a database instance of a running appliance at once (as `pg_ctl stop -m immediate` does), and keeps its supervisor from
 * starting it again by closing its data directory. The result opens the directory and waits until the instance takes connections and
 * the programs that the tests ask have theirs again.
 */
export async function holdDown(appliance: TestAppliance, instance: InstanceName): Promise<() => Promise<void>> {
  const directory = join(appliance.data, 'postgres', instance);
  const pid = Number(readFileSync(join(directory, 'postmaster.pid'), 'utf8').split('\n')[0]);
  chmodSync(directory, 0o000);
  process.kill(pid, 'SIGQUIT');
  await until(`the instance ${instance} has stopped`, () => !isRunning(pid));
  return async () => {
    chmodSync(directory, 0o700);
    await until(`the instance ${instance} is back`, () => isBack(appliance, instance));
    for (const program of ['operations', 'configurator']) await appliance.awaitReady(program);
  };
}

function isBack(appliance: TestAppliance, instance: InstanceName): Promise<boolean> {
  const [first] = databasesOf(instance);
  if (!first) throw new Error(`No database lies in ${instance}.`);
  return asSuperuser(appliance, first.name, (client) => client.query('select 1'), instance).then(
    () => true,
    () => false,
  );
}
