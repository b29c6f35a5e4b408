import { readFile } from 'node:fs/promises';
import { isIPv6, isIP } from 'node:net';
import { endianness } from 'node:os';

/**
 * How many datagrams the system threw away because a socket's queue was full, from the tables of Linux (proc_net_udp). One reading of
 * a table serves everybody who asks in the same turn.
 */
export class SocketDrops {
  readonly #readings = new Map<string, Promise<ReadonlyMap<string, number>>>();

  constructor(private readonly read: (path: string) => Promise<string> = (path) => readFile(path, 'latin1')) {}

  /** Of the UDP socket bound to this address and port; 0 where the system keeps no such table or no such socket. */
  async of(address: string, port: number): Promise<number> {
    const table = await this.#reading(isIPv6(address) ? '/proc/net/udp6' : '/proc/net/udp');
    return table.get(localAddress(address, port)) ?? 0;
  }

  #reading(path: string): Promise<ReadonlyMap<string, number>> {
    const known = this.#readings.get(path);
    if (known) return known;
    const reading = this.read(path).then(dropsOf, () => new Map<string, number>());
    this.#readings.set(path, reading);
    setImmediate(() => this.#readings.delete(path));
    return reading;
  }
}

/** Rows are `sl local rem st tx:rx tr:when retrnsmt uid timeout inode ref pointer drops`. */
function dropsOf(table: string): ReadonlyMap<string, number> {
  const rows = table.split('\n').slice(1);
  return new Map(
    rows.flatMap((row) => {
      const fields = row.trim().split(/\s+/);
      const local = fields[1];
      return local === undefined ? [] : [[local, Number(fields[12] ?? 0)] as const];
    }),
  );
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
