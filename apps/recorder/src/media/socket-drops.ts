import { readFile } from 'node:fs/promises';
import { isIPv6, isIP } from 'node:net';
import { endianness } from 'node:os';

const latelyMs = 1000;

/** A table as it was read, and when. */
interface Reading {
  readonly table: Promise<string>;
  readonly atMs: number;
  /** Whether the turn goes on in which it was begun. */
  isNow: boolean;
}

/**
 * How many datagrams the system threw away because a socket's queue was full, from the tables of Linux (proc_net_udp). A table has a row
 * for each socket of the machine and costs the kernel a millisecond, so one reading serves everybody who asks in the same turn, and for
 * a second those who ask only from where to count.
 */
export class SocketDrops {
  readonly #readings = new Map<string, Reading>();

  constructor(
    private readonly read: (path: string) => Promise<string> = (path) => readFile(path, 'latin1'),
    private readonly nowMs: () => number = () => performance.now(),
  ) {}

  /** Of the UDP socket bound to this address and port; 0 where the system keeps no such table or no such socket. */
  async of(address: string, port: number): Promise<number> {
    const reading = this.#last(address);
    return dropsIn(await (reading?.isNow ? reading : this.#begin(address)).table, address, port);
  }

  /** The same as it was at most a second ago: what came since then counts as later. */
  async lately(address: string, port: number): Promise<number> {
    const reading = this.#last(address);
    const isFresh = reading !== undefined && this.nowMs() - reading.atMs < latelyMs;
    return dropsIn(await (isFresh ? reading : this.#begin(address)).table, address, port);
  }

  #last(address: string): Reading | undefined {
    return this.#readings.get(pathOf(address));
  }

  #begin(address: string): Reading {
    const path = pathOf(address);
    const reading = { table: this.read(path).catch(() => ''), atMs: this.nowMs(), isNow: true };
    this.#readings.set(path, reading);
    setImmediate(() => (reading.isNow = false));
    return reading;
  }
}

const pathOf = (address: string): string => (isIPv6(address) ? '/proc/net/udp6' : '/proc/net/udp');

/** Rows are `sl: local rem st tx:rx tr:when retrnsmt uid timeout inode ref pointer drops`. */
function dropsIn(table: string, address: string, port: number): number {
  const from = table.indexOf(`: ${localAddress(address, port)} `);
  if (from < 0) return 0;
  const row = table.slice(from, table.indexOf('\n', from)).trim();
  return Number(row.slice(row.lastIndexOf(' ')));
}

/** As the kernel prints it: each word of 32 bits of the address in its own order of octets, then the port. */
function localAddress(address: string, port: number): string {
  const octets = isIP(address) === 4 ? address.split('.').map(Number) : octetsOfV6(address);
  const words: string[] = [];
  for (let at = 0; at < octets.length; at += 4) {
    const word = octets.slice(at, at + 4);
    if (endianness() === 'LE') word.reverse();
    words.push(Buffer.from(word).toString('hex'));
  }
  return `${words.join('')}:${port.toString(16).padStart(4, '0')}`.toUpperCase();
}

function octetsOfV6(address: string): number[] {
  const [bare = ''] = address.split('%');
  const [head = '', tail] = bare.split('::');
  const before = hextets(head);
  const after = tail === undefined ? [] : hextets(tail);
  const zeros = Array<number>(Math.max(0, 8 - before.length - after.length)).fill(0);
  return [...before, ...zeros, ...after].flatMap((hextet) => [hextet >> 8, hextet & 0xff]);
}

const hextets = (text: string): number[] => (text === '' ? [] : text.split(':').map((hextet) => Number.parseInt(hextet, 16)));
