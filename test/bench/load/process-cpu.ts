import { readFileSync, readdirSync } from 'node:fs';

/** The kernel counts in hundredths of a second on every Linux that Node runs on (USER_HZ). */
const ticksPerSecond = 100;

/** CPU seconds that a process, all its threads and all its children have used; what children used that have ended is theirs. */
export function cpuSecondsOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const own = (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
  return childrenOf(pid).reduce((sum, child) => sum + cpuSecondsOf(child), own);
}

/** Octets of memory that a process holds (RSS), with its children. */
export function residentBytesOf(pid: number): number {
  const kilobytes = Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1] ?? 0);
  return childrenOf(pid).reduce((sum, child) => sum + residentBytesOf(child), kilobytes * 1024);
}

function childrenOf(pid: number): readonly number[] {
  return readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
    readFileSync(`/proc/${pid}/task/${thread}/children`, 'latin1').split(' ').filter(Boolean).map(Number),
  );
}
