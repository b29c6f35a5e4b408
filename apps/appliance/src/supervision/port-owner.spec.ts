import { createServer, type AddressInfo } from 'node:net';
import { findPortOwner, listeningInodes } from './port-owner.js';

const table = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:20FB 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4711 1 0000000000000000 100 0 0 10 0
   1: 0100007F:20FB 0100007F:D431 01 00000000:00000000 00:00000000 00000000     0        0 4712 1 0000000000000000 20 4 30 10 -1
   2: 00000000:13C4 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4713 1 0000000000000000 100 0 0 10 0`;

describe('the owner of a port', () => {
  it('is looked for among listening sockets of that port only', () => {
    expect([listeningInodes(table, 8443), listeningInodes(table, 5060), listeningInodes(table, 80)]).toEqual([
      ['4711'],
      ['4713'],
      [],
    ]);
  });

  it('is the process that listens', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    expect(findPortOwner(port)).toEqual({ pid: process.pid, program: 'node' });
    await new Promise((resolve) => server.close(resolve));
    expect(findPortOwner(port)).toBeUndefined();
  });
});
