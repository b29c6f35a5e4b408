import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { PlayedEndpoint } from './played-endpoint.fixture.js';
import { MIXED, SDP, type RawPeer } from './raw-peer.fixture.js';
import { TORTURE, mutationsOf, wholeInvite } from './torture.fixture.js';

const MUTATIONS = 20_000;
const BATCH = 250;
const MIB = 1024 * 1024;

/** What is still reachable, after everything else was thrown away. */
function heldOctets(): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  return process.memoryUsage().heapUsed;
}

describe('a recorder under torture', () => {
  let played: PlayedEndpoint;
  let peer: RawPeer;
  const rejections: unknown[] = [];
  const noteRejection = (reason: unknown): void => void rejections.push(reason);

  beforeEach(async () => {
    process.on('unhandledRejection', noteRejection);
    rejections.length = 0;
    played = new PlayedEndpoint();
    played.answer = () => Promise.resolve({ reject: { status: 603, reason: 'Decline' } });
    peer = await played.start();
  });
  afterEach(async () => {
    process.off('unhandledRejection', noteRejection);
    await played.stop();
  });

  let probes = 0;
  /** A good OPTIONS, repeated as a peer repeats it until it is answered. */
  const isAnswered = async (): Promise<void> => {
    probes += 1;
    const callId = `alive-${probes}`;
    const ask = (): void => {
      peer.request({ method: 'OPTIONS', branch: `z9hG4bK${callId}`, callId });
    };
    const repeating = setInterval(ask, 500);
    ask();
    await peer.next(new RegExp(`^SIP/2\\.0 200[^]*${callId}\r`));
    clearInterval(repeating);
    for (const kept of [peer.heard, played.offers, played.reoffers]) kept.length = 0;
    peer.taken = 0;
  };
  const whole = (): string => wholeInvite(peer.port, MIXED);

  it.each(TORTURE)('answers a good request after %s', async (_kind, textOf) => {
    peer.send(textOf(peer.port));
    await isAnswered();
    expect(rejections).toEqual([]);
  });

  it('answers after each of these on a connection, also when it accepts whatever comes', async () => {
    played.answer = () => Promise.resolve({ accept: SDP });
    for (const [, textOf] of TORTURE) {
      const text = textOf(peer.port).replace('SIP/2.0/UDP', 'SIP/2.0/TCP');
      await writeAndEnd(
        played.port,
        text.includes('Content-Length') ? text : text.replace(/\r\n\r\n/, '\r\nContent-Length: 0$&'),
      );
    }
    await isAnswered();
    expect(rejections).toEqual([]);
    expect(played.endpoint.counters).toMatchObject({ workErrors: 0, handlerErrors: 0 });
  });

  it('answers after each of many thousand mutilated messages, holds no more memory and forgets them all', async () => {
    const send = (texts: Iterable<string>): Promise<void> => sendAll(peer, texts, isAnswered);
    await send(mutationsOf(whole(), 2 * BATCH, 7)); // what is built once is built by now
    await untilForgotten(played);
    const before = heldOctets();
    await send(mutationsOf(whole(), MUTATIONS, 1));
    await untilForgotten(played);
    expect((heldOctets() - before) / MIB).toBeLessThan(16);
    expect(rejections).toEqual([]);
    expect(played.endpoint.counters).toMatchObject({ workErrors: 0, handlerErrors: 0 });
  });

  it('answers after the same on connections, each of them cut where it will', async () => {
    for (const text of mutationsOf(whole().replace('SIP/2.0/UDP', 'SIP/2.0/TCP'), 400, 3)) await writeAndEnd(played.port, text);
    await isAnswered();
    expect(rejections).toEqual([]);
  });

  it('survives a recorder that accepts whatever comes', async () => {
    played.answer = () => Promise.resolve({ accept: SDP });
    await sendAll(peer, mutationsOf(whole(), 1000, 5), isAnswered);
    await untilForgotten(played);
    expect(rejections).toEqual([]);
  });
});

async function sendAll(peer: RawPeer, texts: Iterable<string>, isAnswered: () => Promise<void>): Promise<void> {
  let sent = 0;
  for (const text of texts) {
    peer.send(text);
    sent += 1;
    if (sent % BATCH === 0) await isAnswered();
  }
  await isAnswered();
}

/** Until no timer of any message is left; the endpoint itself says so. */
async function untilForgotten(played: PlayedEndpoint): Promise<void> {
  const left = (): number => {
    const { shares: _full, strangers: _strangers, ...tables } = played.endpoint.remembered;
    return Object.values(tables).reduce((sum, size) => sum + size, 0);
  };
  while (left() > 0) await new Promise((resolve) => setTimeout(resolve, 50));
}

/** One connection on which a text is written in pieces; it ends when the other side closes it or everything is written. */
function writeAndEnd(port: number, text: string): Promise<void> {
  return new Promise((resolve) => {
    const socket: Socket = connect(port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.on('close', () => {
      resolve();
    });
    socket.resume();
    const bytes = Buffer.from(text, 'latin1');
    for (let at = 0; at < bytes.length; at += 700) socket.write(bytes.subarray(at, at + 700));
    socket.end();
  });
}
