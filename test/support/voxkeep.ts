import { spawnSync, type SpawnSyncReturns } from 'node:child_process';
import { join, resolve } from 'node:path';

const root = resolve(__dirname, '../..');

/** Runs a command of the operator, as built in this tree. */
export function runVoxkeep(...words: readonly string[]): SpawnSyncReturns<string> {
  const command = join(root, 'dist/apps/appliance/src/command.js');
  const node = join(root, 'node_modules/.bin/node');
  return spawnSync(node, ['--enable-source-maps', command, ...words], { cwd: root, encoding: 'utf8', timeout: 600_000 });
}
