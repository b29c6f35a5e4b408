import { createSocket, type Socket } from 'node:dgram';
import { until } from './media.fixture.js';
import { PortPool, RtpPort } from './rtp-port.js';

const opened = async (pool: PortPool) => {
  const port = await RtpPort.open(pool, '127.0.0.1', 'a');
  if ('refused' in port) throw new Error(port.refused);
  return port;
};

describe('the pool of ports', () => {
  it('gives the even ports whose odd neighbour is in the range too', () => {
    const pool = new PortPool(20_001, 20_007);
    expect([pool.take('a'), pool.take('a'), pool.take('a'), pool.take('a')]).toEqual([
      20_002,
      20_004,
      20_006,
      { refused: 'ports-exhausted' },
    ]);
    expect(new PortPool(20_000, 20_006).free).toBe(3);
  });

  it('uses the port that has rested longest', () => {
    const pool = new PortPool(20_000, 20_005);
    const first = pool.take('a') as number;
    pool.give(first);
    expect([pool.take('a'), pool.take('a'), pool.take('a')]).toEqual([20_002, 20_004, 20_000]);
  });

  it('begins with any of its ports, and goes round', () => {
    const pool = new PortPool(20_000, 20_005, () => [], 0.5);
    expect([pool.take('a'), pool.take('a'), pool.take('a')]).toEqual([20_002, 20_004, 20_000]);
    expect(new PortPool(20_000, 20_005, () => [], 0.999).take('a')).toBe(20_004);
  });

  it.each([
    [20_001, 20_001],
    [30_000, 20_000],
    [10, 2000],
    [60_000, 70_000],
  ])('refuses the range %d to %d', (low, high) => {
    expect(() => new PortPool(low, high)).toThrow('rtp.port-range');
  });
});

describe('a pool of ports that two trunks share', () => {
  let trunks: readonly string[];
  let pool: PortPool;
  beforeEach(() => {
    trunks = ['a', 'b'];
    pool = new PortPool(20_000, 20_015, () => trunks);
  });
  const takeAll = (trunk: string): readonly number[] => {
    const taken: number[] = [];
    for (let port = pool.take(trunk); typeof port === 'number'; port = pool.take(trunk)) taken.push(port);
    return taken;
  };

  it('keeps a quarter of them for the one, whatever the other takes', () => {
    expect(takeAll('a')).toHaveLength(6);
    expect([pool.free, pool.freeFor('a'), pool.freeFor('b')]).toEqual([2, 0, 2]);
    expect(takeAll('b')).toHaveLength(2);
  });

  it('keeps nothing more for one that holds what it is owed', () => {
    for (let n = 0; n < 2; n += 1) pool.take('b');
    expect(takeAll('a')).toHaveLength(6);
    expect(pool.free).toBe(0);
  });

  it('owes it again what it gives back, and not what it gives back twice', () => {
    const port = pool.take('b') as number;
    pool.take('b');
    expect(pool.freeFor('a')).toBe(6);
    for (let times = 0; times < 2; times += 1) pool.give(port);
    expect([pool.free, pool.freeFor('a'), pool.freeFor('b')]).toEqual([7, 6, 5]);
  });

  it('keeps nothing for a trunk that is there no more', () => {
    trunks = ['a'];
    expect(takeAll('a')).toHaveLength(8);
  });
});

describe('a port', () => {
  it('is given back when it is closed, and only once', async () => {
    const pool = new PortPool(24_500, 24_501);
    const port = await opened(pool);
    expect(await RtpPort.open(pool, '127.0.0.1', 'a')).toEqual({ refused: 'ports-exhausted' });
    await Promise.all([port.close(), port.close()]);
    expect(pool.free).toBe(1);
  });

  it('that another program holds is passed over', async () => {
    const stranger = createSocket('udp4');
    await new Promise<void>((bound) => stranger.bind(24_510, '127.0.0.1', bound));
    const pool = new PortPool(24_510, 24_513);
    const port = await opened(pool);
    expect(port.port).toBe(24_512);
    await port.close();
    await new Promise<void>((closed) => void stranger.close(closed));
  });

  it('at an address that is not this machine is refused with its cause', async () => {
    const pool = new PortPool(24_520, 24_521);
    await expect(RtpPort.open(pool, '192.0.2.1', 'a')).rejects.toThrow(
      expect.objectContaining({ code: 'rtp.bind', data: { cause: 'EADDRNOTAVAIL' } }) as Error,
    );
    expect(pool.free).toBe(1);
  });
});

describe('a port whose stream is over', () => {
  let speaker: Socket;
  let speaking: NodeJS.Timeout | undefined;
  beforeEach(async () => {
    speaker = createSocket('udp4');
    await new Promise<void>((bound) => speaker.bind(0, '127.0.0.1', bound));
  });
  afterEach(async () => {
    clearInterval(speaking);
    await new Promise<void>((closed) => void speaker.close(closed));
  });
  /** Many in each tenth of a second, also where a busy machine passes one over. */
  const speaksTo = (port: number) => {
    speaking = setInterval(() => {
      speaker.send('late', port, '127.0.0.1');
    }, 5);
  };

  it('is given back a moment later, and the next stream there knows who went on speaking to it', async () => {
    const pool = new PortPool(24_530, 24_531);
    const port = await opened(pool);
    port.deliverTo(() => undefined);
    speaksTo(port.port);
    await port.leave();
    expect(pool.free).toBe(0);
    await until(() => pool.free === 1);
    clearInterval(speaking);
    const next = await opened(pool);
    const { port: of } = speaker.address();
    expect([of, of + 1].map((each) => next.spokeEarly({ address: '127.0.0.1', port: each }))).toEqual([true, false]);
    await next.close();
  });

  it('is given back soon where nobody speaks to it', async () => {
    const pool = new PortPool(24_540, 24_541);
    const port = await opened(pool);
    port.deliverTo(() => undefined);
    await port.leave();
    expect(pool.free).toBe(0);
    await until(() => pool.free === 1);
  });

  it('is closed at once when the recorder stops', async () => {
    const pool = new PortPool(24_550, 24_551);
    const port = await opened(pool);
    port.deliverTo(() => undefined);
    speaksTo(port.port);
    await port.leave();
    await pool.closeLeft();
    expect(pool.free).toBe(1);
  });

  it('of which nobody can know yet is given back at once', async () => {
    const pool = new PortPool(24_560, 24_561);
    await (await opened(pool)).leave();
    expect(pool.free).toBe(1);
  });
});
