// Runs every level of tests one after the other and ends with one line: "N passed, N failed, N skipped".
// Levels: see jest.config.js. `node test/run.mjs unit database` runs only those.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const root = path.resolve(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), '..');
const node = path.join(root, 'node_modules/.bin/node');
const jest = path.join(root, 'node_modules/jest/bin/jest.js');
const levels = process.argv.slice(2).length ? process.argv.slice(2) : ['unit', 'database', 'contract', 'architecture', 'system'];
const oneAtATime = new Set(['system']);

if (!existsSync(node)) install();
prepare();

const scratch = mkdtempSync(path.join(tmpdir(), 'voxkeep-results-'));
const total = { passed: 0, failed: 0, skipped: 0 };
const skipped = [];
for (const level of levels) run(level);
rmSync(scratch, { recursive: true, force: true });

for (const name of skipped) console.log(`skipped: ${name}`);
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exit(total.failed > 0 || total.passed === 0 ? 1 : 0);

function install() {
  const done = spawnSync('npm', ['install', '--no-save', '--no-audit', '--no-fund'], { cwd: root, stdio: 'inherit' });
  if (done.status !== 0) process.exit(1);
}

/** The tools of the system level: SIPp and a browser from Debian when this is root on Debian; the browser otherwise comes from npm. */
function prepare() {
  if (!levels.includes('system')) return;
  const build = spawnSync(node, [path.join(root, 'apps/appliance/build.mjs')], { cwd: root, stdio: 'inherit' });
  if (build.status !== 0) process.exit(1);
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return;
  const wanted = [];
  if (!existsSync('/usr/bin/sipp')) wanted.push('sip-tester');
  if (!existsSync('/usr/bin/chromium')) wanted.push('chromium');
  if (!existsSync('/usr/bin/pdfinfo')) wanted.push('poppler-utils');
  if (!existsSync('/usr/bin/qpdf')) wanted.push('qpdf');
  if (!wanted.length) return;
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  spawnSync('apt-get', ['update', '-qq'], { stdio: 'inherit', env });
  spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...wanted], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env,
  });
}

function run(level) {
  const started = Date.now();
  const out = path.join(scratch, `${level}.json`);
  const args = [
    '--experimental-vm-modules',
    '--no-warnings',
    jest,
    '--selectProjects',
    level,
    '--json',
    `--outputFile=${out}`,
    '--passWithNoTests',
    '--testTimeout=30000',
  ];
  if (oneAtATime.has(level)) args.push('--runInBand');
  const env = { ...process.env, PATH: `${path.join(root, 'node_modules/.bin')}:${process.env.PATH}` };
  const done = spawnSync(node, args, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'], env });
  const result = existsSync(out) ? JSON.parse(readFileSync(out, 'utf8')) : undefined;
  if (!result) {
    total.failed += 1;
    console.log(`${level}: did not finish (exit ${done.status})`);
    return;
  }
  const suitesThatDidNotRun = result.testResults.filter(
    (suite) => suite.status === 'failed' && suite.assertionResults.length === 0,
  ).length;
  total.passed += result.numPassedTests;
  total.failed += result.numFailedTests + suitesThatDidNotRun;
  total.skipped += result.numPendingTests;
  for (const suite of result.testResults)
    for (const test of suite.assertionResults) if (test.status === 'pending') skipped.push(test.fullName);
  if (done.status !== 0 && result.numFailedTests + suitesThatDidNotRun === 0) total.failed += 1;
  console.log(
    `${level}: ${result.numPassedTests} passed, ${result.numFailedTests + suitesThatDidNotRun} failed in ${((Date.now() - started) / 1000).toFixed(1)} s`,
  );
}
