import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { VoxkeepError } from '@voxkeep/contracts';
import { startTimeOf } from './process-table.js';

/** Takes the lock of a data directory; the result gives it back. Throws `appliance.running` with the pid of the other appliance. */
export function takeLock(file: string, pid: number = process.pid): () => void {
  const mine = `${pid} ${startTimeOf(pid) ?? '0'}\n`;
  const draft = `${file}.${pid}`;
  try {
    writeFileSync(draft, mine, { mode: 0o600, flush: true });
    while (!linked(draft, file)) putAside(file);
  } finally {
    rmSync(draft, { force: true });
  }
  return () => {
    if (read(file) === mine) rmSync(file, { force: true });
  };
}

/** Creating a hard link is atomic and fails when the name is taken. */
function linked(draft: string, file: string): boolean {
  try {
    linkSync(draft, file);
    return true;
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw thrown;
  }
}

/** Removes a lock whose process is gone. A lock that was renewed in the meantime is put back. */
function putAside(file: string): void {
  const seen = read(file);
  refuseIfAlive(seen);
  const aside = `${file}.stale.${process.pid}`;
  try {
    renameSync(file, aside);
  } catch {
    return; // another start was faster
  }
  if (read(aside) !== seen) linked(aside, file);
  rmSync(aside, { force: true });
}

function refuseIfAlive(content: string): void {
  const [pid, started] = content.trim().split(' ');
  if (pid !== undefined && started !== undefined && startTimeOf(Number(pid)) === started)
    throw new VoxkeepError('appliance.running', { pid: Number(pid) });
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
