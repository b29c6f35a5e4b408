import { createSocket } from 'node:dgram';
import { SocketDrops } from './socket-drops.js';
import { until } from './media.fixture.js';

const head =
  '   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops\n';
const row = (local: string, drops: number) =>
  ` 4385: ${local} 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 676543 2 0000000092817414 ${drops}        \n`;
/** Of a sender to our port: it is no socket of ours. */
const connected =
  ' 4384: 0100007F:9999 0100007F:DCA0 01 00000000:00000000 00:00000000 00000000     0        0 676542 2 0000000092817413 99        \n';
const tables: Record<string, string> = {
  '/proc/net/udp': head + connected + row('0100007F:DCA0', 12) + row('00000000:DCA0', 3) + row('0100007F:DCA2', 0),
  '/proc/net/udp6': head + row('B80D0120000000000000000001000000:0FA0', 7),
};

describe('what the system threw away of a socket’s datagrams', () => {
  let readings: string[];
  let drops: SocketDrops;
  let nowMs: number;
  beforeEach(() => {
    readings = [];
    nowMs = 0;
    const read = (path: string) => {
      readings.push(path);
      const table = tables[path];
      return table === undefined ? Promise.reject(new Error('ENOENT')) : Promise.resolve(table);
    };
    drops = new SocketDrops(read, () => nowMs);
  });

  it.each([
    ['127.0.0.1', 0xdca0, 12],
    ['0.0.0.0', 0xdca0, 3],
    ['127.0.0.1', 0xdca2, 0],
    ['127.0.0.1', 0xdca4, 0],
    ['2001:db8::1', 4000, 7],
    ['::1', 4000, 0],
  ])('is found by address and port: %s %d', async (address, port, expected) => {
    expect(await drops.of(address, port)).toBe(expected);
  });

  it('is read once for all who ask in one turn, and anew in a later one', async () => {
    await Promise.all([drops.of('127.0.0.1', 0xdca0), drops.of('127.0.0.1', 0xdca2)]);
    expect(readings).toHaveLength(1);
    await new Promise(setImmediate);
    await drops.of('127.0.0.1', 0xdca0);
    expect(readings).toHaveLength(2);
  });

  it('is read once in a second for those who ask from where to count', async () => {
    expect(await drops.lately('127.0.0.1', 0xdca0)).toBe(12);
    await new Promise(setImmediate);
    nowMs = 999;
    expect(await drops.lately('0.0.0.0', 0xdca0)).toBe(3);
    expect(readings).toHaveLength(1);
    nowMs = 1000;
    await drops.lately('127.0.0.1', 0xdca0);
    expect(readings).toHaveLength(2);
  });

  it('is nothing where the system keeps no such table', async () => {
    expect(await new SocketDrops(() => Promise.reject(new Error('ENOENT'))).of('127.0.0.1', 4000)).toBe(0);
  });

  it.each([
    ['udp4', '127.0.0.1'],
    ['udp6', '::1'],
  ] as const)('is counted by this system for a full queue of %s', async (type, address) => {
    const receiver = createSocket({ type, recvBufferSize: 2048 });
    const sender = createSocket(type);
    await new Promise<void>((bound) => receiver.bind(0, address, bound));
    const { port } = receiver.address();
    const reading = new SocketDrops();
    // Nothing reads the socket while this loop keeps the turn.
    for (let n = 0; n < 200; n += 1) sender.send(Buffer.alloc(1000), port, address);
    await until(async () => (await reading.of(address, port)) > 0);
    receiver.close();
    sender.close();
  });
});
