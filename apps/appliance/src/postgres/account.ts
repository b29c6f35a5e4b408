import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { VoxkeepError } from '@voxkeep/contracts';

/** The account that PostgreSQL runs under when the appliance itself is root; PostgreSQL refuses root. */
export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  /** False for `nobody`, which other programs of the machine may share. */
  readonly dedicated: boolean;
}

/** Finds the account to drop to: `postgres` if the machine has it, else `nobody`; `undefined` when not root. Throws `postgres.no-account`. */
export function findAccount(passwd: string = readFileSync('/etc/passwd', 'utf8'), uid = process.getuid?.()): Account | undefined {
  if (uid !== 0) return undefined;
  for (const name of ['postgres', 'nobody']) {
    const fields = passwd
      .split('\n')
      .map((line) => line.split(':'))
      .find(([login]) => login === name);
    if (fields) return { name, uid: Number(fields[2]), gid: Number(fields[3]), dedicated: name === 'postgres' };
  }
  throw new VoxkeepError('postgres.no-account');
}

/** The part of an account that `spawn` takes; nothing when the account stays. */
export function identityOf(account: Account | undefined): { uid?: number; gid?: number } {
  return account ? { uid: account.uid, gid: account.gid } : {};
}

/** True when the account may pass through every folder on the way to this one. */
export function canReach(directory: string, account: Account | undefined): boolean {
  if (!account) return true;
  return (
    spawnSync('/bin/sh', ['-c', 'cd "$1"', 'sh', directory], { ...identityOf(account), cwd: '/', stdio: 'ignore' }).status === 0
  );
}
