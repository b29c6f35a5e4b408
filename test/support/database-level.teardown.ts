/** Stops the PostgreSQL of this run and removes its directory. */
const teardown = async (): Promise<void> => {
  await globalThis.voxkeepTestCluster?.stop();
  globalThis.voxkeepTestCluster = undefined;
};

module.exports = teardown;
export {};
