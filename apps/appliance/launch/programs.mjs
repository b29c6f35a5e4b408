import { spawnSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { filesUnder, fingerprint, isStamped, stamp } from './fingerprint.mjs';
import { inRoot, node24, root } from './root.mjs';
import { refuse, say } from './sentence.mjs';

const places = ['apps', 'libs', 'db'];
const ignored = ['**/apps/web/**', '**/*spec.ts', '**/*.mjs', '**/tsconfig*.json'];
const belongs = (file) => !file.includes('/apps/web/') && !file.endsWith('spec.ts') && !file.endsWith('.mjs');

/** Compiles the programs into dist/ when a source is newer than the last build (`force`: always). swc emits, tsc only checks (ADR 0004). */
export function buildPrograms({ force = false } = {}) {
  const print = fingerprint([...places, '.swcrc', 'package-lock.json'], belongs);
  if (!force && isStamped('programs', print)) return false;
  say('Building the programs …');
  const swc = inRoot('node_modules', '@swc', 'cli', 'bin', 'swc.js');
  const args = [swc, ...places, '-d', 'dist', '--copy-files', '--quiet', ...ignored.flatMap((glob) => ['--ignore', glob])];
  const done = spawnSync(node24, args, { cwd: root, encoding: 'utf8' });
  if (done.status !== 0)
    refuse(`${done.stderr}${done.stdout}\nThe programs did not build. Correct the source named above and start again.`, 70);
  removeOrphans();
  stamp('programs', print);
  return true;
}

/** A deleted source must not live on as a compiled file: a removed migration would still run. */
function removeOrphans() {
  for (const place of places) {
    for (const output of filesUnder(inRoot('dist', place))) {
      const source = output.replace(inRoot('dist'), root).replace(/\.js(\.map)?$/, '');
      if (!['.ts', '.tsx', '.js', ''].some((ending) => existsSync(source + ending))) rmSync(output);
    }
  }
}
