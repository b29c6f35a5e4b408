import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { isAlive, readCommandLine } from '../supervision/process-table.js';

/**
 * Stops a postmaster that an appliance killed by force has left behind on this data directory, as cleanly as any other. Returns
 * its process id, or `undefined` when there was none. A pid file whose process is something else is left to PostgreSQL itself.
 */
export async function stopStray(dataDirectory: string): Promise<number | undefined> {
  const pid = strayOf(dataDirectory);
  if (pid === undefined) return undefined;
  process.kill(pid, 'SIGINT');
  while (isAlive(pid)) await wait(20);
  return pid;
}

function strayOf(dataDirectory: string): number | undefined {
  const file = path.join(dataDirectory, 'postmaster.pid');
  if (!existsSync(file)) return undefined;
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0]);
  if (!Number.isInteger(pid) || pid <= 1 || !isAlive(pid)) return undefined;
  const command = readCommandLine(pid);
  return command[0]?.endsWith('postgres') === true && command.includes(dataDirectory) ? pid : undefined;
}
