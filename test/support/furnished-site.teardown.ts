import { rmSync } from 'node:fs';

/** Removes the furnished site of this run. */
const teardown = (): void => {
  const folder = process.env['VOXKEEP_TEST_FURNISHED'];
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
};

module.exports = teardown;
export {};
