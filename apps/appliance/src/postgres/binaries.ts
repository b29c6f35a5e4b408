import { cpSync, existsSync, lstatSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { VoxkeepError } from '@voxkeep/contracts';
import { z } from 'zod';
import type { Account } from './account.js';
import { openToAll } from './open-to-all.js';
import { tryOut } from './try-out.js';

/** Programs of the embedded PostgreSQL that this account can execute. */
export interface Binaries {
  readonly directory: string;
  /** Major version, e.g. 18; a data directory of another major is refused. */
  readonly major: number;
}

const symlinkList = z.array(z.object({ source: z.string(), target: z.string() }));

/**
 * Makes the npm package's binaries usable: its symbolic links (npm packs none, and install scripts are off), and a copy under
 * `home` when the account cannot execute them where they are, such as below /root. Throws `postgres.no-binaries` when they are not
 * there, and what {@link tryOut} finds when not even the copy runs.
 */
export function prepareBinaries(native: string, home: string, account: Account | undefined): Binaries {
  if (!existsSync(path.join(native, 'bin', 'postgres'))) throw new VoxkeepError('postgres.no-binaries');
  makeSymlinks(native);
  const inPlace = tryOut(native, account);
  if ('major' in inPlace) return { directory: path.join(native, 'bin'), major: inPlace.major };
  const copy = path.join(home, 'programs');
  // A copy that does not run, such as one of an earlier release, is made anew.
  const kept = isCopyOf(native, copy) ? tryOut(copy, account) : undefined;
  const copied = kept && 'major' in kept ? kept : tryOut(copyAnew(native, copy), account);
  if ('refusal' in copied) throw copied.refusal;
  return { directory: path.join(copy, 'bin'), major: copied.major };
}

function makeSymlinks(native: string): void {
  const list = path.join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of symlinkList.parse(JSON.parse(readFileSync(list, 'utf8')))) {
    const link = path.join(native, target.replace(/^native\//, ''));
    if (!exists(link)) symlinkSync(path.basename(source), link);
  }
}

const markOf = (copy: string): string => path.join(copy, 'copied-from.json');
const versionOf = (native: string): string => readFileSync(path.join(native, '..', 'package.json'), 'utf8');

function isCopyOf(native: string, copy: string): boolean {
  return existsSync(markOf(copy)) && readFileSync(markOf(copy), 'utf8') === versionOf(native);
}

/** Copies for another account than the one that copies, which may have closed what it makes by its umask. */
function copyAnew(native: string, copy: string): string {
  rmSync(copy, { recursive: true, force: true });
  mkdirSync(copy, { recursive: true });
  cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
  makeSymlinks(copy);
  openToAll(copy);
  writeFileSync(markOf(copy), versionOf(native));
  return copy;
}

function exists(link: string): boolean {
  return lstatSync(link, { throwIfNoEntry: false }) !== undefined;
}
