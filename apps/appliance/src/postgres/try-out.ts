import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { VoxkeepError } from '@voxkeep/contracts';
import { canReach, identityOf, type Account } from './account.js';

/** What came of running PostgreSQL: its major version, e.g. 18, or why it does not run. */
export type Tried = { readonly major: number } | { readonly refusal: VoxkeepError };

/** Asks the `postgres` below `native` for its version under the account that will run it, and finds the cause when it does not answer. */
export function tryOut(native: string, account: Account | undefined): Tried {
  const program = path.join(native, 'bin', 'postgres');
  const { error, status, stdout, stderr } = spawnSync(program, ['--version'], {
    ...identityOf(account),
    cwd: '/',
    env: { LC_ALL: 'C' },
    encoding: 'utf8',
  });
  const major = /\(PostgreSQL\) (\d+)/.exec(status === 0 ? stdout : '')?.[1];
  if (major !== undefined) return { major: Number(major) };
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  if (code === 'EACCES') return { refusal: barredFrom(program, account) };
  const library = /loading shared libraries: ([^\s:]+):/.exec(stderr)?.[1];
  if (library !== undefined) return { refusal: new VoxkeepError('postgres.no-library', { library }) };
  return { refusal: new VoxkeepError('postgres.does-not-run', { program, result: code ?? status ?? 'signal' }) };
}

/** The uppermost folder that the account may not enter, or the program itself when it may enter all of them. */
function barredFrom(program: string, account: Account | undefined): VoxkeepError {
  const name = account?.name ?? 'this account';
  const closed = foldersOf(program).find((folder) => !canReach(folder, account));
  if (closed !== undefined) return new VoxkeepError('postgres.out-of-reach', { account: name, directory: closed });
  return new VoxkeepError('postgres.not-executable', { account: name, program });
}

/** The folders on the way to a file, from the top. */
function foldersOf(file: string): readonly string[] {
  const parent = path.dirname(file);
  return parent === file ? [] : [...foldersOf(parent), parent];
}
