import { readFileSync, statfsSync } from 'node:fs';
import { freemem, tmpdir } from 'node:os';

const memory = '/dev/shm';
const plenty = 4 * 2 ** 30;

/** Where throw-away data may lie, all of them: what a killed run left is looked for there. */
export const throwAwayPlaces = [tmpdir(), memory] as const;

/**
 * Where data that a test throws away lie best: in memory where there is plenty and programs may be run from it, else in the system's
 * temporary directory. A database is some three hundred files, which a disk takes several times as long to make and to remove.
 */
export function throwAwayPlace(): string {
  try {
    const { bavail, bsize } = statfsSync(memory);
    return bavail * bsize < plenty || freemem() < plenty || !mayRun(memory) ? tmpdir() : memory;
  } catch {
    return tmpdir();
  }
}

function mayRun(place: string): boolean {
  const mount = readFileSync('/proc/mounts', 'utf8')
    .split('\n')
    .map((line) => line.split(' '))
    .findLast(([, at]) => at === place);
  return !(mount?.[3] ?? '').split(',').includes('noexec');
}
