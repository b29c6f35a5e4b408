import { readFileSync } from 'node:fs';

/** True while a process runs; a finished one that nobody has waited for does not count. */
export function isAlive(pid: number): boolean {
  const state = statusFields(pid)?.[0];
  return state !== undefined && state !== 'Z' && state !== 'X';
}

/** When a process was started, in clock ticks since boot; with the pid it names a process for good. `undefined` when it is gone. */
export function startTimeOf(pid: number): string | undefined {
  return statusFields(pid)?.[19];
}

/** The arguments of a process, program first; empty when it is gone. */
export function readCommandLine(pid: number): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').slice(0, -1);
  } catch {
    return [];
  }
}

/** Fields of proc(5) stat from the state on; the name before them is in brackets and may hold anything. */
function statusFields(pid: number): readonly string[] | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}
