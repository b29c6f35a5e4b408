import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { inRoot, node24 } from './root.mjs';
import { refuse } from './sentence.mjs';

/**
 * Runs a compiled program on Node 24 and ends with its exit code. Signals are handed on. The IPC channel carries nothing: its end
 * tells the program that this launcher was killed, so that it can stop cleanly instead of staying behind.
 */
export function run(program, args) {
  const file = inRoot('dist', program);
  if (!existsSync(file)) refuse(`${program} was not built. Run "npm run build" and start again.`);
  const child = spawn(node24, ['--enable-source-maps', file, ...args], { stdio: ['inherit', 'inherit', 'inherit', 'ipc'] });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', () => refuse('node_modules/.bin/node cannot be run. Delete node_modules, run "npm ci", then start again.'));
  child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
}
