import { createSocket, type Socket } from 'node:dgram';
import { diagnostics } from '@voxkeep/platform';
import { buildRtp, encodeTelephoneEvent, type OctetKind, type RtpPacket } from '@voxkeep/telephony';
import { keptLog } from '../../../../libs/platform/src/diagnostics/kept-log.fixture.js';
import { HandClock, until } from './media.fixture.js';
import { PortPool, RtpPort } from './rtp-port.js';
import { RtpReceiver, type StreamTerms } from './rtp-receiver.js';
import type { StreamNotice } from './stream-notices.js';

const pool = new PortPool(24_600, 24_699);
const sockets: Socket[] = [];
/** A packet under which its call breaks is full of this. */
const broken = 251;
const receivers: RtpReceiver[] = [];
afterEach(async () => {
  await Promise.all(receivers.splice(0).map((receiver) => receiver.close()));
  await pool.closeLeft();
  await Promise.all(sockets.splice(0).map((socket) => new Promise<void>((closed) => void socket.close(closed))));
});

/** A sender with its own socket, hence its own source port. */
const sender = async (address = '127.0.0.1') => {
  const socket = createSocket('udp4');
  sockets.push(socket);
  await new Promise<void>((ready) => socket.bind(0, address, ready));
  return { port: socket.address().port, socket };
};
type Sender = Awaited<ReturnType<typeof sender>>;

const termsFor = (announced: { address?: string; port: number }, networks: readonly string[] = []): StreamTerms => ({
  codec: 'PCMA',
  payloads: { audio: 8, telephoneEvent: 101 },
  source: { announced, networks },
});

/** Rounds of its event loop end when the test says so. */
class RoundClock extends HandClock {
  readonly waiting: (() => void)[] = [];

  override afterRound(called: () => void): void {
    this.waiting.push(called);
  }

  endRound(): void {
    for (const called of this.waiting.splice(0)) called();
  }
}

const openPort = async () => {
  const port = await RtpPort.open(pool, '127.0.0.1', 'trunk-1');
  if ('refused' in port) throw new Error(port.refused);
  return port;
};

const listening = async (given: StreamTerms, clock = new HandClock(), opened?: RtpPort) => {
  const port = opened ?? (await openPort());
  const heard = { audio: [] as Buffer[], kinds: [] as OctetKind[], digits: [] as string[], notices: [] as StreamNotice[] };
  const receiver = new RtpReceiver(
    port,
    given,
    {
      onPacket: () => undefined,
      onAudio: (octets, kind) => {
        if (octets[0] === broken) throw new Error('broken');
        void (heard.audio.push(Buffer.from(octets)), heard.kinds.push(kind));
      },
      onDigit: (digit) => heard.digits.push(digit),
      onJump: () => undefined,
      onNotice: (notice) => heard.notices.push(notice),
    },
    clock,
  );
  receivers.push(receiver);
  const raw = ({ socket }: Sender, bytes: Uint8Array) =>
    new Promise<unknown>((sent) => {
      socket.send(bytes, port.port, '127.0.0.1', sent);
    });
  /** Sends a packet whose payload is full of its number, and waits until it was received. */
  const packet = async (from: Sender, sequence: number, change: Partial<RtpPacket> = {}) => {
    const seen = () => {
      const { received, foreign, malformed, flooded } = receiver.statistics;
      return received + foreign + malformed + flooded;
    };
    const before = seen();
    const payload = Buffer.alloc(160, sequence);
    await raw(
      from,
      buildRtp({ marker: false, payloadType: 8, sequence, timestamp: sequence * 160, ssrc: 7, payload, ...change }),
    );
    await until(() => seen() > before);
  };
  /** Packets one after the other, 20 ms apart. */
  const talks = async (from: Sender, first: number, packets: number, change: Partial<RtpPacket> = {}) => {
    for (let sequence = first; sequence < first + packets; sequence += 1) {
      await packet(from, sequence, change);
      clock.advance(20);
    }
  };
  const fills = () => heard.audio.map(([octet]) => octet);
  const codes = () => heard.notices.map(({ code }) => code);
  return { receiver, heard, clock, raw, packet, talks, fills, codes };
};

const announced = async () => {
  const from = await sender();
  return { from, ...(await listening(termsFor({ address: '127.0.0.1', port: from.port }))) };
};

describe('a stream', () => {
  it('gives its octets in the order of time', async () => {
    const { from, packet, fills } = await announced();
    for (const sequence of [10, 12, 11]) await packet(from, sequence);
    expect(fills()).toEqual([10, 11, 12]);
  });

  it('does not wait for ever for a packet that is lost: silence stands in its place, and is said to be missing', async () => {
    const { from, packet, receiver, heard, clock } = await announced();
    await packet(from, 10);
    await packet(from, 12);
    clock.advance(500);
    expect(Buffer.concat(heard.audio)).toEqual(
      Buffer.concat([Buffer.alloc(160, 10), Buffer.alloc(160, 0xd5), Buffer.alloc(160, 12)]),
    );
    expect(heard.kinds).toEqual(['audio', 'missing', 'audio']);
    expect(receiver.statistics.lost).toBe(1);
  });

  it('takes behind the next round what is read after a halt, and none of it when nothing more is taken until then', async () => {
    const [from, clock] = [await sender(), new RoundClock()];
    const { receiver, raw, fills } = await listening(termsFor({ address: '127.0.0.1', port: from.port }), clock);
    const isRead = async (sequence: number) => {
      clock.advance(100);
      const { length } = clock.waiting;
      const payload = Buffer.alloc(160, sequence);
      await raw(from, buildRtp({ marker: false, payloadType: 8, sequence, timestamp: sequence * 160, ssrc: 7, payload }));
      await until(() => clock.waiting.length > length);
    };
    await isRead(10);
    expect(fills()).toEqual([]);
    clock.endRound();
    expect(fills()).toEqual([]);
    clock.endRound();
    expect(fills()).toEqual([10]);
    await isRead(11);
    expect(receiver.readUntil).toBe(100);
    clock.endRound();
    receiver.hush();
    clock.endRound();
    await receiver.close();
    expect(fills()).toEqual([10]);
  });

  it('takes behind what asks for a clean edge what was read after it, also where that was itself read after a halt', async () => {
    const [from, clock] = [await sender(), new RoundClock()];
    const { receiver, raw, heard, fills } = await listening(termsFor({ address: '127.0.0.1', port: from.port }), clock);
    const before: number[] = [];
    heard.digits.push = () => {
      receiver.endPause();
      receiver.settle('left');
      return before.push(fills().length);
    };
    const press = encodeTelephoneEvent({ event: 1, end: true, volume: 10, duration: 160 });
    const packets = [
      { sequence: 10, timestamp: 0, payload: Buffer.alloc(160, 10), payloadType: 8 },
      { sequence: 11, timestamp: 160, payload: press, payloadType: 101 },
      { sequence: 12, timestamp: 320, payload: Buffer.alloc(160, 12), payloadType: 8 },
    ];
    clock.advance(100);
    for (const packet of packets) await raw(from, buildRtp({ marker: false, ssrc: 7, ...packet }));
    for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate);
    clock.endRound();
    clock.endRound();
    expect(before).toEqual([1]);
    expect(fills().filter((_, at) => heard.kinds[at] === 'audio')).toEqual([10, 12]);
  });

  it('tells a key once, although its end comes three times', async () => {
    const { from, packet, heard } = await announced();
    const payload = encodeTelephoneEvent({ event: 1, end: true, volume: 10, duration: 800 });
    for (const sequence of [1, 2, 3]) await packet(from, sequence, { payload, payloadType: 101, timestamp: 5000 });
    expect(heard.digits).toEqual(['1']);
    expect(heard.audio).toEqual([]);
  });

  it('misses the time of a payload type that was not agreed, and says so once in five seconds', async () => {
    const { from, talks, heard } = await announced();
    await talks(from, 0, 5);
    await talks(from, 5, 10, { payloadType: 0 });
    await talks(from, 15, 5);
    expect(heard.kinds.filter((kind) => kind === 'quiet')).toEqual([]);
    const missed = heard.audio.filter((_, at) => heard.kinds[at] === 'unagreed');
    expect(Buffer.concat(missed)).toHaveLength(1600);
    expect(heard.notices).toEqual([{ code: 'other-payload', payloadType: 0 }]);
  });

  it.each([
    ['forward', 80_000, 10_000],
    ['back', -80_000, -10_000],
  ])('says once that its clock jumped %s, and by how much', async (_way, octets, ms) => {
    const { from, talks, heard } = await announced();
    await talks(from, 1000, 5);
    for (let sequence = 1005; sequence < 1015; sequence += 1)
      await talks(from, sequence, 1, { timestamp: sequence * 160 + octets });
    expect(heard.notices).toEqual([{ code: 'clock-jumped', ms }]);
    expect(heard.kinds).toEqual(Array(15).fill('audio'));
  });

  it.each([13, 19])('is quiet while the sender sends comfort noise of type %d', async (payloadType) => {
    const { from, talks, packet, heard, clock } = await announced();
    await talks(from, 0, 5);
    await packet(from, 5, { payloadType, payload: Buffer.of(40) });
    clock.advance(2000);
    await talks(from, 105, 1, { sequence: 6 });
    expect(heard.kinds.filter((kind) => kind === 'missing')).toEqual([]);
    expect(Buffer.concat(heard.audio.filter((_, at) => heard.kinds[at] === 'quiet'))).toHaveLength(16_000);
    expect(heard.notices).toEqual([]);
  });

  it('tells what still waited when it is closed', async () => {
    const { from, packet, receiver, fills } = await announced();
    await packet(from, 1);
    await packet(from, 3);
    await receiver.close();
    expect(fills().at(-1)).toBe(3);
  });

  it('goes on behind a packet that its call breaks under, and tells that once', async () => {
    const log = keptLog();
    const from = await sender();
    const { talks, fills } = await listening(termsFor({ address: '127.0.0.1', port: from.port }));
    await talks(from, 1, 2);
    await talks(from, 3, 2, { payload: Buffer.alloc(160, broken) });
    await talks(from, 5, 2);
    diagnostics.replace(undefined);
    expect(fills()).toEqual([1, 2, 5, 6]);
    expect(log.filter((line) => line.includes('media.stream-broke'))).toHaveLength(1);
  });

  it('takes no RTCP for media', async () => {
    const { from, raw, receiver, heard } = await announced();
    await raw(from, Buffer.from('80c80006000000070000000000000000000000000000000000000000', 'hex'));
    await until(() => receiver.statistics.control === 1);
    expect(heard.notices).toEqual([]);
  });

  it('says that a second source speaks into it, packet by packet, and nothing of a few strays', async () => {
    const { from, packet, heard, clock, fills } = await announced();
    const bothSpeak = async (first: number, packets: number) => {
      for (let sequence = first; sequence < first + packets; sequence += 1) {
        await packet(from, sequence);
        await packet(from, 1000 + sequence, { ssrc: 8 });
        clock.advance(20);
      }
    };
    await bothSpeak(0, 6);
    expect(heard.notices).toEqual([]);
    await bothSpeak(6, 20);
    expect(heard.notices).toEqual([{ code: 'foreign-packets', packets: expect.any(Number) as number }]);
    expect(fills().filter((octet) => octet !== 0xd5)).toEqual(Array.from({ length: 26 }, (_, n) => n));
  });

  it('takes no more than a stream brings, so that one sender cannot spend the time of all', async () => {
    const { from, raw, receiver, clock } = await announced();
    const bytes = (sequence: number) =>
      buildRtp({ marker: false, payloadType: 8, sequence, timestamp: sequence * 160, ssrc: 7, payload: Buffer.alloc(160) });
    for (let sequence = 0; sequence < 1100; sequence += 1) {
      await raw(from, bytes(sequence));
      if (sequence % 50 === 49) await until(() => receiver.statistics.received + receiver.statistics.flooded > sequence);
    }
    expect(receiver.statistics.flooded).toBe(100);
    clock.advance(100);
    await raw(from, bytes(1100));
    await until(() => receiver.statistics.received === 1001);
  });
});

describe('the source of a stream', () => {
  it('is the announced address and port; another address is foreign, whenever it comes', async () => {
    const { from, packet, talks, receiver, clock, codes, fills } = await announced();
    const stranger = await sender('127.0.0.2');
    await talks(stranger, 90, 5);
    clock.advance(5000);
    await talks(stranger, 95, 5);
    await packet(from, 1);
    await packet(stranger, 99);
    expect(fills()).toEqual([1]);
    expect(receiver.statistics.foreign).toBe(11);
    clock.advance(10_000);
    expect(codes().every((code) => code === 'foreign-packets')).toBe(true);
  });

  it('is not taken over by packets from another port before the first genuine one', async () => {
    const { from, talks, packet, receiver, fills, heard } = await announced();
    const stranger = await sender();
    await talks(stranger, 90, 45, { ssrc: 666 });
    await talks(from, 1, 10);
    await packet(stranger, 200, { ssrc: 666 });
    expect(fills()).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(receiver.statistics.foreign).toBe(46);
    expect(heard.notices).toEqual([{ code: 'foreign-packets', packets: expect.any(Number) as number }]);
  });

  it('is no port of its machine that spoke before the stream began: that one knew the port from another call', async () => {
    const [from, ofBefore, behindNat] = [await sender(), await sender(), await sender()];
    const port = await openPort();
    ofBefore.socket.send('of before', port.port, '127.0.0.1');
    await until(() => port.spokeEarly({ address: '127.0.0.1', port: ofBefore.port }));
    const { talks, receiver, fills } = await listening(
      termsFor({ address: '127.0.0.1', port: from.port }),
      new HandClock(),
      port,
    );
    await talks(ofBefore, 90, 60, { ssrc: 666 });
    expect([receiver.source, receiver.statistics.foreign]).toEqual([undefined, 60]);
    await talks(behindNat, 1, 52);
    expect(fills().slice(0, 50)).toEqual(Array.from({ length: 50 }, (_, at) => at + 1));
  });

  it('is the announced one even where it spoke before the stream began', async () => {
    const from = await sender();
    const port = await openPort();
    from.socket.send('early', port.port, '127.0.0.1');
    await until(() => port.spokeEarly({ address: '127.0.0.1', port: from.port }));
    const { talks, fills } = await listening(termsFor({ address: '127.0.0.1', port: from.port }), new HandClock(), port);
    await talks(from, 1, 3);
    expect(fills()).toEqual([1, 2, 3]);
  });

  it('may be another port of its machine when the announced one is silent for a second, and nothing of it is lost', async () => {
    const { talks, heard, fills, receiver } = await announced();
    const behindNat = await sender();
    await talks(behindNat, 1, 50);
    expect(fills()).toEqual([]);
    await talks(behindNat, 51, 20);
    expect(fills()).toEqual(Array.from({ length: 70 }, (_, n) => n + 1));
    expect(heard.notices).toEqual([{ code: 'source-moved', to: 'elsewhere' }]);
    expect(receiver.statistics.foreign).toBe(0);
  });

  it('is the announced one again as soon as it speaks', async () => {
    const { from, talks, packet, heard, fills, receiver } = await announced();
    const other = await sender();
    await talks(other, 1, 60, { ssrc: 666 });
    await talks(from, 100, 3);
    await packet(other, 61, { ssrc: 666 });
    await packet(from, 103);
    expect(fills().slice(-5)).toEqual([60, 100, 101, 102, 103]);
    expect(receiver.statistics.foreign).toBe(1);
    await receiver.close();
    expect(heard.notices[0]).toEqual({ code: 'source-moved', to: 'elsewhere' });
    expect(heard.notices).toContainEqual({ code: 'source-moved', to: 'announced' });
  });

  it('admits one candidate at a time', async () => {
    const { talks, fills, receiver } = await announced();
    const [first, second] = [await sender(), await sender()];
    for (let n = 1; n <= 80; n += 1) {
      await talks(first, n, 1);
      await talks(second, 100 + n, 1, { ssrc: 666 });
    }
    expect(fills()).toEqual(Array.from({ length: 80 }, (_, n) => n + 1));
    expect(receiver.statistics.foreign).toBe(80);
  });

  it('moves to another port only with the SSRC that was heard', async () => {
    const { from, talks, clock, fills, receiver } = await announced();
    await talks(from, 1, 10);
    clock.advance(1500);
    const other = await sender();
    await talks(other, 11, 60, { ssrc: 666 });
    expect(receiver.statistics.foreign).toBe(60);
    await talks(other, 11, 60);
    expect(
      fills()
        .filter((fill) => fill !== 0xd5)
        .slice(0, 20),
    ).toEqual(Array.from({ length: 20 }, (_, n) => n + 1));
  });

  it('is never another port that brings a payload that nobody agreed upon, however long the announced one is silent', async () => {
    const { from, talks, receiver, heard, codes, clock } = await announced();
    await talks(from, 1, 3);
    const other = await sender();
    clock.advance(2000);
    await talks(other, 4, 60, { payloadType: 0 });
    expect(receiver.source?.port).toBe(from.port);
    expect(receiver.statistics).toMatchObject({ foreign: 60, unexpected: 0 });
    expect(Buffer.concat(heard.audio)).toHaveLength(3 * 160);
    expect(new Set(codes())).toEqual(new Set(['foreign-packets']));
  });

  it('is not another port while the announced one speaks', async () => {
    const { from, talks, fills, receiver } = await announced();
    const other = await sender();
    for (let n = 1; n < 80; n += 1) {
      await talks(from, n, 1);
      await talks(other, n + 1, 1);
    }
    expect(fills()).toEqual(Array.from({ length: 79 }, (_, n) => n + 1));
    expect(receiver.statistics.foreign).toBe(79);
  });

  it('takes nothing once it is hushed, though its port is open still', async () => {
    const { from, raw, packet, receiver, fills } = await announced();
    await packet(from, 1);
    receiver.hush();
    const next = { marker: false, payloadType: 8, sequence: 2, timestamp: 320, ssrc: 7, payload: Buffer.alloc(160, 2) };
    await raw(from, buildRtp(next));
    for (let turn = 0; turn < 50; turn += 1) await new Promise(setImmediate); // by then it has been read
    expect(fills()).toEqual([1]);
  });

  it('is not settled by rubbish', async () => {
    const { from, raw, packet, receiver, fills } = await announced();
    await raw(from, Buffer.from('rubbish from the right address'));
    await until(() => receiver.statistics.malformed === 1);
    expect(receiver.source).toBeUndefined();
    await packet(from, 1);
    expect(fills()).toEqual([1]);
  });

  it('goes on from where it was after a new offer, until what that announces speaks', async () => {
    const { from, packet, receiver, fills, heard } = await announced();
    const next = await sender();
    await packet(from, 1);
    receiver.reoffer(termsFor({ address: '127.0.0.1', port: next.port }));
    await packet(from, 2);
    await packet(next, 3);
    await packet(from, 4);
    expect(fills()).toEqual([1, 2, 3]);
    expect(heard.notices).toEqual([]);
    expect(receiver.statistics.foreign).toBe(1);
  });

  it('may come under a new SSRC after a new offer, also from another port than announced', async () => {
    const { from, packet, talks, receiver, fills } = await announced();
    await packet(from, 1);
    receiver.reoffer(termsFor({ address: '127.0.0.1', port: from.port + 2 }));
    const behindNat = await sender();
    await talks(behindNat, 100, 60, { ssrc: 8 });
    expect(fills().slice(-60)).toEqual(Array.from({ length: 60 }, (_, n) => 100 + n));
  });

  it.each([undefined, '0.0.0.0', 'media.example.com'])(
    'is any machine of the trunk’s networks when %s is announced',
    async (address) => {
      const [machine, second, stranger] = [await sender('127.0.0.2'), await sender('127.0.0.3'), await sender('127.0.0.8')];
      const stream = await listening(
        termsFor({ ...(address !== undefined && { address }), port: machine.port }, ['127.0.0.0/30']),
      );
      await stream.talks(stranger, 90, 60);
      await stream.talks(machine, 1, 3);
      await stream.talks(second, 70, 60, { ssrc: 9 });
      await stream.talks(machine, 4, 6);
      expect(stream.fills().filter((fill) => fill !== 0xd5)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    },
  );

  it('does not matter for what is authentic, and what is not goes nowhere', async () => {
    const from = await sender();
    const unprotect = (bytes: Buffer) => (bytes[0] === 0xff ? bytes.subarray(1) : undefined);
    const { receiver, heard, raw } = await listening({ ...termsFor({ port: 9 }), unprotect });
    const wrapped = buildRtp({
      marker: false,
      payloadType: 8,
      sequence: 1,
      timestamp: 0,
      ssrc: 7,
      payload: Buffer.alloc(160, 1),
    });
    await raw(from, wrapped);
    await raw(from, Buffer.concat([Buffer.of(0xff), wrapped]));
    await until(() => heard.audio.length === 1 && receiver.statistics.unauthentic === 1);
  });
});

describe('a decision or an offer about a stream', () => {
  it('finds told what waited for a missing packet', async () => {
    const { from, packet, receiver, heard, fills } = await announced();
    for (const sequence of [1, 3]) await packet(from, sequence);
    expect(fills()).toEqual([1]);
    receiver.settle();
    expect([fills(), heard.kinds]).toEqual([
      [1, 0xd5, 3],
      ['audio', 'missing', 'audio'],
    ]);
  });

  it('gives up what a sender of another port had sent before it', async () => {
    const { talks, receiver, fills } = await announced();
    const behindNat = await sender();
    await talks(behindNat, 1, 49);
    receiver.settle();
    await talks(behindNat, 50, 2);
    expect([receiver.statistics.foreign, fills()]).toEqual([51, []]);
    await talks(behindNat, 52, 1);
    expect([receiver.statistics.foreign, fills()]).toEqual([49, [50, 51, 52]]);
  });

  it('that comes after the end of a stream tells nothing', async () => {
    const { from, packet, receiver, heard } = await announced();
    await packet(from, 1);
    await receiver.close();
    const before = heard.audio.length;
    receiver.settle();
    await receiver.close();
    expect([heard.audio.length, heard.notices]).toEqual([before, []]);
  });

  it('gives what is announced anew a second to speak before another port of its machine may', async () => {
    const { from, talks, receiver, clock, fills } = await announced();
    clock.advance(5000);
    receiver.reoffer(termsFor({ address: '127.0.0.1', port: from.port + 2 }));
    const other = await sender();
    await talks(other, 1, 40);
    expect(fills()).toEqual([]);
    await talks(other, 41, 20);
    expect(fills()).toHaveLength(60);
  });

  it('gives no second to what is announced as before, nor where a source speaks already', async () => {
    const { from, packet, talks, receiver, clock, fills } = await announced();
    clock.advance(5000);
    receiver.reoffer(termsFor({ address: '127.0.0.1', port: from.port }));
    const other = await sender();
    await talks(other, 1, 3);
    expect(fills()).toEqual([1, 2, 3]);
    clock.advance(2000);
    receiver.reoffer(termsFor({ address: '127.0.0.1', port: from.port + 2 }));
    const next = await sender();
    await talks(next, 4, 3);
    receiver.endPause();
    expect(fills().slice(-3)).toEqual([4, 5, 6]);
    await packet(other, 7);
    expect(receiver.source?.port).toBe(next.port);
  });

  it('lets a stream come under a new SSRC for ten seconds and no longer', async () => {
    const { from, packet, talks, receiver, clock, fills } = await announced();
    await packet(from, 1);
    receiver.reoffer(termsFor({ address: '127.0.0.1', port: from.port + 2 }));
    clock.advance(10_001);
    const behindNat = await sender();
    await talks(behindNat, 100, 60, { ssrc: 8 });
    expect([fills(), receiver.statistics.foreign]).toEqual([[1], 60]);
  });

  it('has keys come in the payload type that it names', async () => {
    const { from, packet, receiver, heard } = await announced();
    const payload = encodeTelephoneEvent({ event: 1, end: true, volume: 10, duration: 800 });
    const terms = termsFor({ address: '127.0.0.1', port: from.port });
    receiver.reoffer({ ...terms, payloads: { audio: 8, telephoneEvent: 96 } });
    await packet(from, 1, { payload, payloadType: 96, timestamp: 5000 });
    expect(heard.digits).toEqual(['1']);
  });
});
