import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';

/** The ports of one appliance under test. RTP has a range of its own below the ephemeral ports. */
export interface Ports {
  readonly web: number;
  readonly sip: number;
  readonly rtpLow: number;
  readonly rtpHigh: number;
}

const rtpBlocks = 19;
const rtpBlockSize = 500;
const lowestRtp = 20_000;
/** Media ports of the calling side: above every range of an appliance, below the ephemeral ports, a few for each call. */
const callers = { lowest: 30_000, highest: 32_700, each: 10 };
let nextCaller = callers.lowest;

/** Finds ports that nobody uses now. SIP needs the same number for UDP and TCP. */
export async function findFreePorts(): Promise<Ports> {
  const web = await freeTcpPort();
  let sip = await freeTcpPort();
  while (!(await isFreeUdpPort(sip))) sip = await freeTcpPort();
  const rtpLow = lowestRtp + Math.floor(Math.random() * rtpBlocks) * rtpBlockSize;
  return { web, sip, rtpLow, rtpHigh: rtpLow + rtpBlockSize - 1 };
}

/** Finds a port for the media of a calling SIPp, which takes the ones that follow as well; no two calls get the same. */
export async function findCallerMediaPort(): Promise<number> {
  for (;;) {
    const port = nextCaller;
    nextCaller = port + 2 * callers.each > callers.highest ? callers.lowest : port + callers.each;
    const wanted = Array.from({ length: callers.each }, (_, offset) => port + offset);
    if ((await Promise.all(wanted.map(isFreeUdpPort))).every(Boolean)) return port;
  }
}

function freeTcpPort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => {
        resolve(typeof address === 'object' && address ? address.port : 0);
      });
    });
  });
}

function isFreeUdpPort(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createSocket('udp4');
    probe.once('error', () => {
      resolve(false);
    });
    probe.bind(port, '127.0.0.1', () => {
      probe.close(() => {
        resolve(true);
      });
    });
  });
}
