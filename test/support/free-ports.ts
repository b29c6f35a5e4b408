import { createSocket } from 'node:dgram';
import { createServer, type Server } from 'node:net';
import { remember } from './leftovers.js';

/** The ports of one appliance under test. RTP has a range of its own. */
export interface Ports {
  readonly web: number;
  readonly sip: number;
  readonly rtpLow: number;
  readonly rtpHigh: number;
}

/**
 * Below the ephemeral ports every file of system tests has one of these strips while it runs, so that no two that run beside each
 * other ever meet: a port that was free when it was looked for may be taken when it is used.
 */
const strips = 9;
const listening = { lowest: 10_000, each: 1000 };
const media = { lowest: 19_000, each: 1200, ofAppliance: 600 };
/** Media ports of the calling side, a few for each call. */
const callers = { lowest: 30_000, each: 300, ofCall: 10 };

let strip: Promise<number> | undefined;
const counted = { listening: 0, media: 0, callers: 0 };

/** Finds ports that nobody uses now and no other test run will. SIP needs the same number for UDP and TCP. */
export async function findFreePorts(): Promise<Ports> {
  const [web, sip] = [await nextListeningPort(), await nextListeningPort()];
  const block = counted.media++ % (media.each / media.ofAppliance);
  const rtpLow = media.lowest + (await ownStrip()) * media.each + block * media.ofAppliance;
  return { web, sip, rtpLow, rtpHigh: rtpLow + media.ofAppliance - 1 };
}

/** Finds a port for the media of a calling SIPp, which takes the ones that follow as well; no two of thirty calls get the same. */
export async function findCallerMediaPort(): Promise<number> {
  for (;;) {
    const block = counted.callers++ % (callers.each / callers.ofCall);
    const port = callers.lowest + (await ownStrip()) * callers.each + block * callers.ofCall;
    const wanted = Array.from({ length: callers.ofCall }, (_, offset) => port + offset);
    if ((await Promise.all(wanted.map(isFreeUdpPort))).every(Boolean)) return port;
  }
}

async function nextListeningPort(): Promise<number> {
  for (;;) {
    counted.listening = (counted.listening % (listening.each - 1)) + 1;
    const port = listening.lowest + (await ownStrip()) * listening.each + counted.listening;
    if ((await isFreeTcpPort(port)) && (await isFreeUdpPort(port))) return port;
  }
}

function ownStrip(): Promise<number> {
  strip ??= takeStrip();
  return strip;
}

/** Whoever listens on the first port of a strip has it; the kernel gives it back however the process ends. */
async function takeStrip(): Promise<number> {
  for (let tried = 0; tried < strips; tried += 1) {
    const held = await listen(listening.lowest + tried * listening.each);
    if (held === undefined) continue;
    held.unref();
    remember(() => held.close());
    return tried;
  }
  throw new Error(`More than ${strips} files of system tests run on this machine.`);
}

async function isFreeTcpPort(port: number): Promise<boolean> {
  const probe = await listen(port);
  if (probe) await new Promise((closed) => probe.close(closed));
  return probe !== undefined;
}

function listen(port: number): Promise<Server | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => {
      resolve(undefined);
    });
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      resolve(server);
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
