import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isReady, unreadyParts } from './readiness.js';

describe('a program that is asked whether it is ready', () => {
  let directory: string;
  let socketPath: string;
  let server: Server;
  let parts: readonly { name: string; ready: boolean; because?: string }[];

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'readiness-'));
    socketPath = join(directory, 'program.sock');
    server = createServer((_, response) => {
      response.statusCode = parts.every(({ ready }) => ready) ? 200 : 503;
      response.end(JSON.stringify({ ready: response.statusCode === 200, parts }));
    });
    server.listen(socketPath);
    await once(server, 'listening');
  });
  afterEach(async () => {
    server.close();
    await rm(directory, { recursive: true, force: true });
  });

  const probe = () => ({ socketPath, path: '/health/ready', apartFrom: ['vault', 'journal'] });

  it('is so without the parts that it answers without, and says why these do not work', async () => {
    parts = [
      { name: 'sip', ready: true },
      { name: 'vault', ready: false, because: 'vault.no-room' },
    ];
    expect(await isReady(probe())).toBe(true);
    expect(await unreadyParts(probe())).toEqual([{ name: 'vault', ready: false, because: 'vault.no-room' }]);
    expect(await isReady({ socketPath, path: '/health/ready' })).toBe(false);
  });

  it('is not so while another part does not work, nor while nobody answers', async () => {
    parts = [
      { name: 'sip', ready: false },
      { name: 'vault', ready: false, because: 'vault.no-room' },
    ];
    expect(await isReady(probe())).toBe(false);
    expect(await isReady({ ...probe(), socketPath: join(directory, 'nobody.sock') })).toBe(false);
  });
});
