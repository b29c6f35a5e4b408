import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { newCounters, type SipCounters } from './counters.js';
import { PlayedEndpoint } from './played-endpoint.fixture.js';
import type { RawPeer } from './raw-peer.fixture.js';
import { SipTransport } from './sip-transport.js';
import type { Flow } from './wire/flow.js';
import type { MessageHead } from './wire/message-head.js';
import { Shares } from './wire/shares.js';
import { Strangers } from './wire/strangers.js';
import { TcpListener, TCP_LIMITS } from './wire/tcp-listener.js';

const STRANGER = '127.0.0.2';
const options = (callId: string, transport = 'TCP'): string =>
  [
    ...['OPTIONS sip:srs@127.0.0.1 SIP/2.0', `Via: SIP/2.0/${transport} 127.0.0.1:5999;branch=z9hG4bK${callId}`],
    ...['From: <sip:a@b>;tag=1', 'To: <sip:a@b>', `Call-ID: ${callId}`, 'CSeq: 1 OPTIONS', 'Content-Length: 0', '', ''],
  ].join('\r\n');

describe('one source against all others', () => {
  let played: PlayedEndpoint;
  let peer: RawPeer;
  const sockets: Socket[] = [];
  beforeEach(async () => {
    played = new PlayedEndpoint();
    played.knows = ({ address }) => address !== STRANGER;
    peer = await played.start();
  });
  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.destroy();
    await played.stop();
  });

  const dial = (localAddress: string, port = played.port): Socket => {
    const socket = connect({ port, host: '127.0.0.1', localAddress });
    socket.on('error', () => undefined);
    sockets.push(socket);
    return socket;
  };
  const closed = (socket: Socket): Promise<unknown> => new Promise((resolve) => socket.once('close', resolve));
  const heard = (socket: Socket, wanted: RegExp): Promise<string> =>
    new Promise((resolve) => {
      let text = '';
      socket.on('data', (bytes: Buffer) => {
        text += bytes.toString('latin1');
        if (wanted.test(text)) resolve(text);
      });
    });

  it('closes what strangers open beyond a few, and a known peer connects and is answered all the while', async () => {
    const slow = Array.from({ length: 520 }, () => dial(STRANGER));
    const turnedAway = slow.slice(0).map(closed);
    await Promise.race(turnedAway);
    const known = dial('127.0.0.1');
    known.write(options('known'));
    await heard(known, /^SIP\/2\.0 200/);
    await Promise.all(turnedAway); // at once, or after the time to hear a refusal
    expect(played.endpoint.counters['strangersTurnedAway']).toBe(520);
  });

  it('tells a stranger on a connection that it is refused', async () => {
    const socket = dial(STRANGER);
    socket.write(options('stranger'));
    expect(await heard(socket, /\r\n\r\n/)).toMatch(/^SIP\/2\.0 403/);
  });

  it('answers a stranger a few times and then no more, so that nobody is hit by what it did not send', () => {
    let at = 0;
    const strangers = new Strangers(() => at);
    const answers = (address: string, times: number): number =>
      Array.from({ length: times }, () => strangers.mayHear(address)).filter(Boolean).length;
    expect(answers('192.0.2.1', 100)).toBe(5);
    at += 1000;
    expect(answers('192.0.2.1', 100)).toBe(1);
    const others = Array.from({ length: 5000 }, (_each, index) => answers(`198.51.${index % 250}.${Math.floor(index / 250)}`, 1));
    expect(others.filter((count) => count > 0).length).toBeLessThanOrEqual(151);
    expect(strangers.size).toBeLessThanOrEqual(152);
    at += 10_000;
    strangers.sweep();
    expect(strangers.size).toBe(0);
  });

  it('gives each source a share of its own, by messages and by octets', () => {
    let at = 0;
    const shares = new Shares(() => at, { messagesPerSecond: 10, octetsPerSecond: 1000, burstSeconds: 1 });
    for (let turn = 0; turn < 11; turn += 1) shares.spend('192.0.2.1', 10);
    expect(shares.restMs('192.0.2.1')).toBe(100);
    shares.spend('192.0.2.2', 3000);
    expect([shares.restMs('192.0.2.2'), shares.restMs('192.0.2.3')]).toEqual([2000, 0]);
    at += 2000;
    expect([shares.restMs('192.0.2.1'), shares.restMs('192.0.2.2')]).toEqual([0, 0]);
    shares.sweep();
    expect(shares.size).toBe(1);
  });

  describe('by datagrams', () => {
    const sent: string[] = [];
    const looked: MessageHead[] = [];
    let at: number;
    let counters: SipCounters;
    let transport: SipTransport;
    let failing: boolean;
    const from = (address: string): Flow => ({
      ...{ source: { address, port: 5060, transport: 'udp' }, reliable: false, open: true, close: () => undefined },
      write: (bytes) => sent.push(Buffer.from(bytes).toString('latin1')),
    });
    beforeEach(() => {
      sent.length = looked.length = at = 0;
      failing = false;
      counters = newCounters();
      transport = new SipTransport(
        {
          admits: ({ address }) => address !== STRANGER,
          atFirstSight: (head) => {
            if (failing) throw new Error('surprise');
            looked.push(head);
            return 'absorb';
          },
          ...{
            onRequest: () => undefined,
            leads: () => false,
            onResponse: () => undefined,
            connect: () => Promise.reject(new Error('none')),
          },
        },
        counters,
        () => at,
      );
    });

    it('asks for the source before anything else and looks at no more than a few kilobytes of a stranger', () => {
      transport.receive(Buffer.from(options('s', 'UDP')), from(STRANGER));
      transport.receive(Buffer.from(options('s', 'UDP').replace('From', `X: ${' '.repeat(60_000)}\r\nFrom`)), from(STRANGER));
      expect(sent.map((text) => text.slice(0, 11))).toEqual(['SIP/2.0 403']);
      expect([looked.length, counters.unknownSource, transport.shares.size]).toEqual([0, 2, 0]);
    });

    it('answers 400 to a message that it fails at, counts it and goes on', () => {
      failing = true;
      transport.receive(Buffer.from(options('f', 'UDP')), from('192.0.2.1'));
      failing = false;
      transport.receive(Buffer.from(options('g', 'UDP')), from('192.0.2.1'));
      expect(sent.map((text) => text.slice(0, 11))).toEqual(['SIP/2.0 400']);
      expect([counters.readingErrors, looked.length]).toEqual([1, 1]);
    });

    it('passes over what a known source sends beyond its share; another has its own', () => {
      for (let turn = 0; turn < 5000; turn += 1) transport.receive(Buffer.from(options(`m${turn}`, 'UDP')), from('192.0.2.1'));
      expect([looked.length, counters.overShare]).toEqual([4001, 999]);
      transport.receive(Buffer.from(options('other', 'UDP')), from('192.0.2.2'));
      at += 1000;
      transport.receive(Buffer.from(options('later', 'UDP')), from('192.0.2.1'));
      expect([looked.length, counters.overShare]).toEqual([4003, 999]);
    });
  });

  it('reads a stream of a known source no faster than its share, while another is answered', async () => {
    const flood = dial('127.0.0.3');
    flood.resume();
    for (let turn = 0; turn < 200; turn += 1)
      flood.write(`${options(`f${turn}`).replace('Content-Length: 0', 'Content-Length: 60000')}${'x'.repeat(60_000)}`);
    await new Promise((resolve) => flood.once('data', resolve));
    peer.request({ method: 'OPTIONS', callId: 'other' });
    await peer.next(/^SIP\/2\.0 200[^]*other/);
  });

  it('refuses a message that is longer than any, and takes nothing more of that stream', async () => {
    const socket = dial('127.0.0.1');
    const gone = closed(socket);
    socket.write(options('large').replace('Content-Length: 0', 'Content-Length: 70000'));
    expect(await heard(socket, /\r\n\r\n/)).toMatch(/^SIP\/2\.0 513 Message Too Large/);
    await gone;
    expect(played.endpoint.counters['tooLarge']).toBe(1);
  });

  describe('with little patience', () => {
    const refused: string[] = [];
    let listener: TcpListener;
    let port: number;
    beforeEach(async () => {
      refused.length = 0;
      listener = new TcpListener(
        {
          admits: () => true,
          received: (bytes, flow) => {
            flow.write(Buffer.alloc(bytes.length * 400));
          },
          ...{ broken: () => undefined, restMs: () => 0, refused: (why) => refused.push(why) },
        },
        { ...TCP_LIMITS, perSource: 2, messageMs: 50, unread: 64 * 1024 },
      );
      port = await listener.listen('127.0.0.1', 0);
    });
    afterEach(() => listener.close());

    it('closes a connection on which a message begins and does not end', async () => {
      const socket = dial('127.0.0.1', port);
      socket.write('OPTIONS sip:a SIP/2.0\r\n');
      await closed(socket);
      expect(refused).toEqual(['slow']);
    });

    it('bounds the connections of one source', async () => {
      const [first, second, third] = [dial('127.0.0.1', port), dial('127.0.0.1', port), dial('127.0.0.1', port)];
      await closed(third);
      expect([refused, first.destroyed, second.destroyed]).toEqual([['connections'], false, false]);
      const other = dial('127.0.0.4', port);
      other.write(options('x'));
      await heard(other, /./);
    });

    it('lets go of a peer that does not read what it is answered', async () => {
      const socket = dial('127.0.0.1', port);
      socket.pause();
      for (let turn = 0; turn < 200; turn += 1) socket.write(options(`u${turn}`));
      await closed(socket.resume());
      expect(refused).toEqual([]);
    });
  });
});
