import { fork } from 'node:child_process';
import { createSocket } from 'node:dgram';
import path from 'node:path';
import { createSipEndpoint } from '../../apps/recorder/src/sip/endpoint.js';
import { RawPeer } from '../../apps/recorder/src/sip/raw-peer.fixture.js';
import { TORTURE } from '../../apps/recorder/src/sip/torture.fixture.js';

/** One figure: ours beside its floor, measured in one run. */
interface Figure {
  readonly name: string;
  readonly ours: number;
  readonly floor: number;
  readonly ratio: number;
  readonly unit: string;
}

const calls = 1500;
const warming = 300;
const lanes = 10;
const SDP = 'v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\nm=audio 4000 RTP/AVP 8\r\na=label:1\r\na=recvonly\r\n';

/** Processor milliseconds that this process spends on each of `calls` calls, which another process places. */
async function costOf(port: number): Promise<number> {
  const caller = fork(path.join(__dirname, 'sip-caller.js'), { execArgv: [] });
  const place = (count: number): Promise<void> =>
    new Promise((resolve) => {
      caller.once('message', () => {
        resolve();
      });
      caller.send({ port, calls: count, lanes });
    });
  await place(warming);
  const before = process.cpuUsage();
  await place(calls);
  const { user, system } = process.cpuUsage(before);
  caller.disconnect();
  caller.kill();
  return (user + system) / 1000 / calls;
}

/** The slowest answer to a good OPTIONS in milliseconds, each asked after another hostile message, or after none. */
async function slowestAnswer(port: number, hostile: boolean): Promise<number> {
  const peer = await new RawPeer().open(port);
  let slowest = 0;
  for (const [at, [, textOf]] of TORTURE.entries()) {
    const callId = `slow-${String(hostile)}-${at}.`;
    const since = performance.now();
    if (hostile) peer.send(textOf(peer.port));
    peer.request({ method: 'OPTIONS', branch: `z9hG4bK${callId}`, callId });
    await peer.next(new RegExp(`^SIP[^]*Call-ID: ${callId}`));
    slowest = Math.max(slowest, performance.now() - since);
  }
  peer.close();
  return slowest;
}

/** A UDP server that knows no SIP: it turns the start line into a 200 and sends the head back. */
async function bareServer(): Promise<{ readonly port: number; readonly close: () => void }> {
  const socket = createSocket('udp4');
  socket.on('message', (bytes, { port, address }) => {
    const text = bytes.toString('latin1');
    if (text.startsWith('ACK ')) return;
    const head = text.slice(text.indexOf('\r\n'), text.indexOf('\r\n\r\n'));
    const answered = `SIP/2.0 200 OK${head.replace(/\r\nContent-Length: \d+/, '')}\r\nContent-Length: ${SDP.length}\r\n\r\n${SDP}`;
    socket.send(Buffer.from(answered, 'latin1'), port, address);
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  return { port: socket.address().port, close: () => socket.close() };
}

/**
 * What the signalling of a call costs the recorder: INVITE with a body of 2.4 kB, 200, ACK, BYE, 200, over UDP, with an answer that is
 * ready at once, beside a server that only sends text back; and how long a good request waits behind a hostile one.
 */
export async function run(): Promise<readonly Figure[]> {
  const endpoint = createSipEndpoint({
    ...{ address: '127.0.0.1', port: 0, capacityLeft: () => true, inService: () => true },
    handler: {
      admits: () => 'known',
      acceptsUnmarked: () => false,
      onUnmarked: () => ({ reject: { status: 488, reason: 'Not Acceptable Here' } }),
      onOffer: () => Promise.resolve({ accept: SDP }),
      onEstablished: () => undefined,
      onReoffer: () => Promise.resolve({ accept: '' }),
      onInfoDigit: () => undefined,
      onEnd: () => undefined,
    },
  });
  const { udpPort } = await endpoint.start();
  const ours = await costOf(udpPort);
  const [undisturbed, tortured] = [await slowestAnswer(udpPort, false), await slowestAnswer(udpPort, true)];
  await endpoint.stop();
  const bare = await bareServer();
  const floor = await costOf(bare.port);
  bare.close();
  return [
    { name: 'signalling of a call', ours, floor, ratio: ours / floor, unit: 'ms of CPU' },
    {
      ...{ name: 'slowest answer to OPTIONS, after hostile messages and without', unit: 'ms' },
      ...{ ours: tortured, floor: undisturbed, ratio: tortured / undisturbed },
    },
  ];
}
