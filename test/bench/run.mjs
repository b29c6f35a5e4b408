// Prints every figure beside its floor or peer and their ratio, from one run on one machine. `npm run bench -- sealing` runs one;
// words after a colon go to the bench, as in `npm run bench -- burst:short,plain`.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');
const compiled = path.join(root, 'node_modules/.cache/bench');
const wanted = new Map(
  process.argv.slice(2).map((word) => [word.split(':')[0], (word.split(':')[1] ?? '').split(',').filter(Boolean)]),
);

// The compiled copy finds the packages, and what lies beside its sources, as the original does.
mkdirSync(compiled, { recursive: true });
if (!existsSync(path.join(compiled, 'node_modules')))
  symlinkSync(path.join(root, 'node_modules'), path.join(compiled, 'node_modules'));

const swc = path.join(root, 'node_modules/@swc/cli/bin/swc.js');
const built = spawnSync(
  process.execPath,
  [
    swc,
    'apps',
    'libs',
    'db',
    'test',
    '-d',
    compiled,
    '--quiet',
    '--ignore',
    'apps/web/**',
    '--ignore',
    '**/*spec.ts',
    '--ignore',
    '**/*.mjs',
  ],
  { cwd: root, stdio: 'inherit' },
);
if (built.status !== 0) process.exit(1);

const benches = readdirSync(path.join(root, 'test/bench'))
  .filter((file) => file.endsWith('.bench.ts'))
  .map((file) => file.replace('.bench.ts', ''));
const figures = [];
for (const name of benches.filter((bench) => wanted.size === 0 || wanted.has(bench))) {
  const { run } = createRequire(import.meta.url)(path.join(compiled, 'test/bench', `${name}.bench.js`));
  for (const figure of await run(wanted.get(name) ?? [])) figures.push({ bench: name, ...figure });
}
console.log('| figure | ours | floor or peer | unit | ratio |\n|---|---|---|---|---|');
for (const { name, ours, floor, unit, ratio } of figures)
  console.log(`| ${name} | ${round(ours)} | ${round(floor)} | ${unit} | ${round(ratio)} |`);
process.exit(0);

function round(value) {
  return Number(value.toPrecision(3));
}
