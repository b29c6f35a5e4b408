/** Stops every PostgreSQL of this run and removes their directories. */
const teardown = async (): Promise<void> => {
  await Promise.all((globalThis.voxkeepTestClusters ?? []).map((cluster) => cluster.stop()));
  globalThis.voxkeepTestClusters = undefined;
};

module.exports = teardown;
export {};
