import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { VoxkeepError } from '@voxkeep/contracts';
import { identityOf, type Account } from './account.js';
import type { Binaries } from './binaries.js';

/**
 * Makes a data directory on first use: UTF-8, locale C (so that an upgrade of the system's locales cannot break an index), page
 * checksums, scram for every connection. An interrupted first start is repeated from nothing. Throws `postgres.major` for a
 * directory of another major version, `postgres.initdb` when it cannot be made.
 */
export function prepareDataDirectory(
  directory: string,
  binaries: Binaries,
  account: Account | undefined,
  superuserSecret: string,
): void {
  const finished = path.join(directory, 'PG_VERSION');
  if (existsSync(path.join(directory, unfinishedMark))) rmSync(directory, { recursive: true });
  if (existsSync(finished)) {
    const major = Number(readFileSync(finished, 'utf8').trim());
    if (major !== binaries.major) throw new VoxkeepError('postgres.major', { here: binaries.major, there: major });
    return;
  }
  ownedBy(account, directory);
  initialise(directory, binaries, account, superuserSecret);
}

/** Makes a directory that only the database's account may enter. */
export function ownedBy(account: Account | undefined, directory: string): void {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  if (account) chownSync(directory, account.uid, account.gid);
  chmodSync(directory, 0o700);
}

const unfinishedMark = 'initdb-was-interrupted';

function initialise(directory: string, binaries: Binaries, account: Account | undefined, superuserSecret: string): void {
  const passwordFile = `${directory}.password`;
  writeFileSync(passwordFile, `${superuserSecret}\n`, { mode: 0o400, flush: true });
  if (account) chownSync(passwordFile, account.uid, account.gid);
  const args = [
    '-D',
    directory,
    '-U',
    'postgres',
    '--auth-local=scram-sha-256',
    '--auth-host=scram-sha-256',
    `--pwfile=${passwordFile}`,
    '--locale=C',
    '-E',
    'UTF8',
    '-k',
    '--no-instructions',
  ];
  try {
    const made = spawnSync(path.join(binaries.directory, 'initdb'), args, { ...identityOf(account), cwd: '/', stdio: 'ignore' });
    if (made.status === 0) return;
    if (existsSync(directory)) writeFileSync(path.join(directory, unfinishedMark), '');
    throw new VoxkeepError('postgres.initdb', { directory });
  } finally {
    rmSync(passwordFile, { force: true });
  }
}
