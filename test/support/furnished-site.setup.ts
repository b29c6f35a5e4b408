import { chmodSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
// Without extension: Jest loads this file outside its module mapper.
import { throwAwayPlace } from './memory';

/** Makes the folder in which the first file that asks for a furnished site leaves it for the others of the run (furnished-site.ts). */
const setup = (): void => {
  const folder = mkdtempSync(join(throwAwayPlace(), `vk-system-${process.pid}-`));
  chmodSync(folder, 0o711); // the database's account passes through
  process.env['VOXKEEP_TEST_FURNISHED'] = folder;
};

module.exports = setup;
