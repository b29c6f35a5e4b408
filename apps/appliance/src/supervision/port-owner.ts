import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { readCommandLine } from './process-table.js';

/** A process that listens on a port. */
export interface PortOwner {
  readonly pid: number;
  /** File name of its program, e.g. `nginx`. */
  readonly program: string;
}

const listening = '0A';

/** Finds who listens on a TCP port of this machine; `undefined` when nobody does or the owner may not be seen. Reads /proc only. */
export function findPortOwner(port: number): PortOwner | undefined {
  const sockets = ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((table) => listeningInodes(readOrNothing(table), port));
  if (sockets.length === 0) return undefined;
  const links = new Set(sockets.map((inode) => `socket:[${inode}]`));
  for (const entry of readdirSync('/proc')) {
    const pid = Number(entry);
    if (Number.isInteger(pid) && holdsOne(pid, links)) return { pid, program: programOf(pid) };
  }
  return undefined;
}

/** Inodes of the listening sockets on a port in a table of proc(5) net/tcp. Ports stand there in hexadecimal. */
export function listeningInodes(table: string, port: number): string[] {
  const wanted = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  const rows = table
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/\s+/));
  return rows
    .filter(([, local, , state]) => local?.endsWith(wanted) === true && state === listening)
    .flatMap((row) => row[9] ?? []);
}

function holdsOne(pid: number, links: ReadonlySet<string>): boolean {
  try {
    return readdirSync(`/proc/${pid}/fd`).some((handle) => links.has(readlinkSync(`/proc/${pid}/fd/${handle}`)));
  } catch {
    return false; // gone meanwhile, or not ours to see
  }
}

function programOf(pid: number): string {
  return readCommandLine(pid)[0]?.split('/').at(-1) ?? readOrNothing(`/proc/${pid}/comm`).trim();
}

function readOrNothing(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
