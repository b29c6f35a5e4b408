import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { filesUnder, fingerprint, isStamped, stamp } from './fingerprint.mjs';
import { inRoot, node24, root } from './root.mjs';
import { refuse, say } from './sentence.mjs';

const compressible = /\.(js|css|html|svg|json|webmanifest|txt)$/;

/** Bundles apps/web into dist/web and compresses it there, so that the gateway only ever sends finished files. */
export function buildWeb({ force = false } = {}) {
  const config = ['vite.config.mjs', 'vite.config.ts', 'vite.config.js']
    .map((name) => inRoot('apps', 'web', name))
    .find(existsSync);
  if (!config) return false;
  const print = fingerprint(['apps/web', 'libs/contracts', 'package-lock.json']);
  if (!force && isStamped('web', print) && existsSync(inRoot('dist', 'web', 'index.html'))) return false;
  say('Building the web pages …');
  const vite = inRoot('node_modules', 'vite', 'bin', 'vite.js');
  const args = [
    vite,
    'build',
    inRoot('apps', 'web'),
    '--config',
    config,
    '--outDir',
    inRoot('dist', 'web'),
    '--emptyOutDir',
    '--logLevel',
    'warn',
  ];
  const done = spawnSync(node24, args, {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1', VITE_CONFIG_NATIVE_IGNORE_WARNING: 'true' },
  });
  if (done.status !== 0)
    refuse(`${done.stderr}${done.stdout}\nThe web pages did not build. Correct the source named above and start again.`, 70);
  compress();
  stamp('web', print);
  return true;
}

function compress() {
  for (const file of filesUnder(inRoot('dist', 'web'))) {
    if (!compressible.test(file)) continue;
    const content = readFileSync(file);
    if (content.length < 1024) continue;
    writeFileSync(`${file}.gz`, gzipSync(content, { level: 9 }));
    writeFileSync(`${file}.br`, brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }));
  }
}
