import { createSocket, type Socket } from 'node:dgram';
import { diagnostics } from '@voxkeep/platform';
import { keptLog } from '../../../../libs/platform/src/diagnostics/kept-log.fixture.js';
import { until } from './media.fixture.js';
import { QuietPorts } from './quiet-ports.js';
import { PortPool } from './rtp-port.js';

describe('the ports that a recorder gives to calls', () => {
  const sockets: Socket[] = [];
  const looks: QuietPorts[] = [];
  let speaking: NodeJS.Timeout | undefined;
  let log: string[];
  beforeEach(() => {
    log = keptLog();
  });
  afterEach(async () => {
    clearInterval(speaking);
    await Promise.all(looks.splice(0).map((look) => look.stop()));
    await Promise.all(sockets.splice(0).map((socket) => new Promise<void>((closed) => void socket.close(closed))));
    diagnostics.replace(undefined);
  });
  const boundTo = async (port: number) => {
    const socket = createSocket('udp4');
    sockets.push(socket);
    await new Promise<void>((bound) => socket.bind(port, '127.0.0.1', bound));
    return socket;
  };
  const lookedAt = (pool: PortPool) => {
    const look = new QuietPorts(pool, '127.0.0.1');
    looks.push(look);
    return look;
  };

  it('were listened to: those that nobody speaks to come first, and of the others it is known who did', async () => {
    const client = await boundTo(0);
    speaking = setInterval(() => {
      client.send('of before', 24_570, '127.0.0.1');
    }, 5);
    const pool = new PortPool(24_570, 24_573);
    const look = lookedAt(pool);
    expect(pool.free).toBe(0);
    await look.someKnown;
    expect([pool.take('a'), pool.take('a')]).toEqual([24_572, 24_570]);
    expect(pool.speakersOf(24_572)).toEqual([]);
    expect(pool.speakersOf(24_570)).toEqual([{ address: '127.0.0.1', port: client.address().port }]);
    await until(() => log.some((line) => line.includes('"rtp.ports-spoken-to","ports":1')));
  });

  it('are none that another program holds, until it lets go', async () => {
    const program = await boundTo(24_580);
    const pool = new PortPool(24_580, 24_581);
    await lookedAt(pool).someKnown;
    expect(pool.free).toBe(0);
    sockets.splice(sockets.indexOf(program), 1);
    await new Promise<void>((closed) => void program.close(closed));
    await until(() => pool.free === 1);
  });

  it('are there for the first calls while the rest of a long range is listened to, and each trunk has its share of them', async () => {
    const pool = new PortPool(30_000, 32_399, () => ['a', 'b']);
    await lookedAt(pool).someKnown;
    expect(pool.free).toBeLessThan(1200);
    expect(pool.freeFor('a')).toBeGreaterThan(100);
    await until(() => pool.free === 1200);
  });

  it('are none that were not listened to for the whole time because the recorder stopped', async () => {
    const pool = new PortPool(24_590, 24_591);
    await lookedAt(pool).stop();
    expect(pool.free).toBe(0);
  });
});
