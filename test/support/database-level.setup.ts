import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
// Without extension: Jest loads this file outside its module mapper.
import { startCluster, type Cluster } from './cluster';

declare global {
  var voxkeepTestClusters: readonly Cluster[] | undefined;
}

/**
 * Starts one PostgreSQL for each worker of the run and tells the workers where theirs is through the files named in the environment.
 * They share none: whoever reads an outbox waits for the oldest transaction of the whole cluster, another worker's too.
 */
const setup = async ({ maxWorkers }: { readonly maxWorkers: number }): Promise<void> => {
  if (globalThis.voxkeepTestClusters) return;
  const workers = Array.from({ length: Math.max(1, maxWorkers) });
  globalThis.voxkeepTestClusters = await Promise.all(workers.map(() => startCluster({ inMemory: true })));
  for (const [at, { directory, pid }] of globalThis.voxkeepTestClusters.entries()) {
    const facts = join(directory, 'facts.json');
    writeFileSync(facts, JSON.stringify({ directory, pid }));
    process.env[`VOXKEEP_TEST_CLUSTER_${at + 1}`] = facts;
  }
  process.env['VOXKEEP_LOG_LEVEL'] ??= 'error';
};

module.exports = setup;
