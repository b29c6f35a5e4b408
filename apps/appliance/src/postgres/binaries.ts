import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, lstatSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { VoxkeepError } from '@voxkeep/contracts';
import { z } from 'zod';
import { identityOf, type Account } from './account.js';

/** Programs of the embedded PostgreSQL that this account can execute. */
export interface Binaries {
  readonly directory: string;
  /** Major version, e.g. 18; a data directory of another major is refused. */
  readonly major: number;
}

const symlinkList = z.array(z.object({ source: z.string(), target: z.string() }));

/**
 * Makes the npm package's binaries usable: its symbolic links (npm packs none, and install scripts are off), and a copy under
 * `home` when the account cannot execute them where they are, such as below /root. Throws `postgres.no-binaries`.
 */
export function prepareBinaries(native: string, home: string, account: Account | undefined): Binaries {
  if (!existsSync(path.join(native, 'bin', 'postgres'))) throw new VoxkeepError('postgres.no-binaries');
  makeSymlinks(native);
  const inPlace = majorVersion(native, account);
  if (inPlace !== undefined) return { directory: path.join(native, 'bin'), major: inPlace };
  const copy = path.join(home, 'programs');
  copyOnce(native, copy);
  const copied = majorVersion(copy, account);
  if (copied === undefined) throw new VoxkeepError('postgres.no-binaries');
  return { directory: path.join(copy, 'bin'), major: copied };
}

function makeSymlinks(native: string): void {
  const list = path.join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of symlinkList.parse(JSON.parse(readFileSync(list, 'utf8')))) {
    const link = path.join(native, target.replace(/^native\//, ''));
    if (!exists(link)) symlinkSync(path.basename(source), link);
  }
}

function copyOnce(native: string, copy: string): void {
  const version = readFileSync(path.join(native, '..', 'package.json'), 'utf8');
  const mark = path.join(copy, 'copied-from.json');
  if (existsSync(mark) && readFileSync(mark, 'utf8') === version) return;
  rmSync(copy, { recursive: true, force: true });
  mkdirSync(copy, { recursive: true, mode: 0o755 });
  cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
  makeSymlinks(copy);
  writeFileSync(mark, version);
}

function majorVersion(native: string, account: Account | undefined): number | undefined {
  const asked = spawnSync(path.join(native, 'bin', 'postgres'), ['--version'], {
    ...identityOf(account),
    cwd: '/',
    encoding: 'utf8',
  });
  const major = /\(PostgreSQL\) (\d+)/.exec(asked.status === 0 ? asked.stdout : '')?.[1];
  return major === undefined ? undefined : Number(major);
}

function exists(link: string): boolean {
  return lstatSync(link, { throwIfNoEntry: false }) !== undefined;
}
