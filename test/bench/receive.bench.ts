import { fork, type ChildProcess } from 'node:child_process';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../apps/recorder/src/media/clock.js';
import { PortPool, RtpPort } from '../../apps/recorder/src/media/rtp-port.js';
import { RtpReceiver, type StreamListener } from '../../apps/recorder/src/media/rtp-receiver.js';

/** One figure: ours beside its floor, measured in turns in one run. */
interface Figure {
  readonly name: string;
  readonly ours: number;
  readonly floor: number;
  readonly ratio: number;
  readonly unit: string;
}

const streams = 100;
const windows = 20;
const warmUp = 4;
const windowMs = 1000;
const rounds = 7;
const lowPort = 41_000;
const bufferBytes = 16_384;

/**
 * Sends a packet of 20 ms every 20 ms to each port of the set that it was told: a process of its own, whose time is not counted. What
 * it has no time for, and the time of the other set, is a pause, as of a sender that is silent for a while.
 */
const senderProgram = `
import { createSocket } from 'node:dgram';
const sets = JSON.parse(process.argv[2]).map((ports) =>
  ports.map((port, n) => ({ port, socket: createSocket('udp4'), bytes: Buffer.alloc(172, 0xd5), sequence: 0, ssrc: n + 1 })),
);
await Promise.all(sets.flat().map(({ socket }) => new Promise((bound) => socket.bind(0, '127.0.0.1', bound))));
process.send(sets.map((streams) => streams.map(({ socket }) => socket.address().port)));
process.on('disconnect', () => process.exit());
let current = [];
process.on('message', (set) => { current = sets[set] ?? []; });
const start = performance.now();
let sent = 0;
setInterval(() => {
  const slot = Math.floor((performance.now() - start) / 20);
  if (slot !== sent)
    for (const stream of current) {
      const { port, socket, bytes, ssrc } = stream;
      bytes[0] = 0x80;
      bytes[1] = 8;
      bytes.writeUInt16BE(stream.sequence, 2);
      bytes.writeUInt32BE((slot * 160) >>> 0, 4);
      bytes.writeUInt32BE(ssrc, 8);
      stream.sequence = (stream.sequence + 1) & 0xffff;
      socket.send(bytes, port, '127.0.0.1');
    }
  sent = slot;
}, 5);
`;

/** What happens to octets on both sides: they are copied into a buffer that is used again when it is full. */
class Kept {
  packets = 0;
  readonly #buffer = Buffer.alloc(bufferBytes);
  #at = 0;

  take(octets: Buffer, isPacket: boolean): void {
    if (isPacket) this.packets += 1;
    if (this.#at + octets.length > bufferBytes) this.#at = 0;
    octets.copy(this.#buffer, this.#at);
    this.#at += octets.length;
  }
}

const keepers = (): readonly Kept[] => Array.from({ length: streams }, () => new Kept());
const packetsOf = (kept: readonly Kept[]): number => kept.reduce((sum, { packets }) => sum + packets, 0);

async function startSender(
  folder: string,
  sets: readonly (readonly number[])[],
): Promise<{ child: ChildProcess; sources: readonly (readonly number[])[] }> {
  const program = join(folder, 'sender.mjs');
  writeFileSync(program, senderProgram);
  const child = fork(program, [JSON.stringify(sets)]);
  const [sources] = (await once(child, 'message')) as [readonly (readonly number[])[]];
  return { child, sources };
}

/** Sockets that copy, on ports that the system chose. */
async function openCopying(kept: readonly Kept[]): Promise<readonly Socket[]> {
  return Promise.all(
    kept.map(async (keeper) => {
      const socket = createSocket('udp4');
      socket.on('message', (bytes) => {
        keeper.take(bytes.subarray(12), true);
      });
      await new Promise<void>((bound) => socket.bind(0, '127.0.0.1', bound));
      return socket;
    }),
  );
}

async function openPorts(): Promise<readonly RtpPort[]> {
  const pool = new PortPool(lowPort, lowPort + 2 * streams + 1);
  const ports: RtpPort[] = [];
  while (ports.length < streams) {
    const port = await RtpPort.open(pool, '127.0.0.1', 'bench');
    if ('refused' in port) throw new Error(port.refused);
    ports.push(port);
  }
  return ports;
}

function receive(ports: readonly RtpPort[], sources: readonly number[], kept: readonly Kept[]): readonly RtpReceiver[] {
  return ports.map((port, n) => {
    const listener: StreamListener = {
      onPacket: () => undefined,
      onAudio: (octets, kind) => kept[n]?.take(octets, kind === 'audio'),
      onDigit: () => undefined,
      onJump: () => undefined,
      onNotice: () => undefined,
    };
    const source = { announced: { address: '127.0.0.1', port: sources[n] ?? 0 }, networks: [] };
    return new RtpReceiver(port, { codec: 'PCMA', payloads: { audio: 8 }, source }, listener, systemClock);
  });
}

/** Microseconds of processor time for each packet of one window. */
async function costOf(kept: readonly Kept[]): Promise<number> {
  const before = packetsOf(kept);
  const cpu = process.cpuUsage();
  await new Promise((over) => setTimeout(over, windowMs));
  const { user, system } = process.cpuUsage(cpu);
  return (user + system) / (packetsOf(kept) - before);
}

/** Sends to one set after the other, window by window, so that what else the machine does falls on both. */
async function costOfPackets(folder: string): Promise<{ ours: number; floor: number; ratio: number }> {
  const [keptBare, keptOurs] = [keepers(), keepers()];
  const sockets = await openCopying(keptBare);
  const ports = await openPorts();
  const sets = [sockets.map((socket) => socket.address().port), ports.map(({ port }) => port)];
  const { child, sources } = await startSender(folder, sets);
  const receivers = receive(ports, sources[1] ?? [], keptOurs);
  const measure = async (set: 0 | 1) => {
    child.send(set);
    return costOf(set === 0 ? keptBare : keptOurs);
  };
  for (let window = 0; window < warmUp; window += 1) for (const set of [0, 1] as const) await measure(set);
  const cost = await inTurns(
    windows,
    () => measure(1),
    () => measure(0),
  );
  child.disconnect();
  await Promise.all(receivers.map((receiver) => receiver.close()));
  await Promise.all(sockets.map((socket) => new Promise<void>((closed) => void socket.close(closed))));
  return cost;
}

/** Microseconds to bind and close the two sockets of a call. */
async function setUp(open: () => Promise<() => Promise<void>>): Promise<number> {
  const calls = 300;
  const cpu = process.cpuUsage();
  for (let call = 0; call < calls; call += 1) {
    const closes = await Promise.all([open(), open()]);
    await Promise.all(closes.map((close) => close()));
  }
  const { user, system } = process.cpuUsage(cpu);
  return (user + system) / calls;
}

async function openBare(): Promise<() => Promise<void>> {
  const socket = createSocket('udp4');
  await new Promise<void>((bound) => socket.bind({ port: 0, address: '127.0.0.1', exclusive: true }, bound));
  return () => new Promise<void>((closed) => void socket.close(closed));
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** Measures both in turns and answers the medians. */
async function inTurns(turns: number, one: () => Promise<number>, other: () => Promise<number>) {
  const pairs: { ours: number; floor: number }[] = [];
  for (let turn = 0; turn < turns; turn += 1) {
    const floor = await other();
    pairs.push({ floor, ours: await one() });
  }
  const [ours, floor] = [median(pairs.map((pair) => pair.ours)), median(pairs.map((pair) => pair.floor))];
  return { ours, floor, ratio: median(pairs.map((pair) => pair.ours / pair.floor)) };
}

/** What the receiving of a packet costs from socket to octets, beside a socket that copies; and what two ports of a call cost. */
export async function run(): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'receive-'));
  const pool = new PortPool(lowPort + 1000, lowPort + 1999);
  const openOurs = async () => {
    const port = await RtpPort.open(pool, '127.0.0.1', 'bench');
    if ('refused' in port) throw new Error(port.refused);
    return () => port.close();
  };
  try {
    const packets = await costOfPackets(folder);
    const ports = await inTurns(
      rounds,
      () => setUp(openOurs),
      () => setUp(openBare),
    );
    return [
      { name: `CPU for one packet of ${streams} streams, beside a socket that copies`, ...packets, unit: 'µs' },
      { name: 'CPU to bind and close the two ports of a call, beside two sockets', ...ports, unit: 'µs' },
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
