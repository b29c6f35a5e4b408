import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
// Without extension: Jest loads this file outside its module mapper.
import { startCluster, type Cluster } from './cluster';

declare global {
  var voxkeepTestCluster: Cluster | undefined;
}

/** Starts one PostgreSQL for the whole run and tells the workers where it is through the file named in the environment. */
const setup = async (): Promise<void> => {
  if (globalThis.voxkeepTestCluster) return;
  const cluster = await startCluster();
  globalThis.voxkeepTestCluster = cluster;
  const facts = join(cluster.directory, 'facts.json');
  writeFileSync(facts, JSON.stringify({ directory: cluster.directory, pid: cluster.pid }));
  process.env['VOXKEEP_TEST_CLUSTER'] = facts;
  process.env['VOXKEEP_LOG_LEVEL'] ??= 'error';
};

module.exports = setup;
