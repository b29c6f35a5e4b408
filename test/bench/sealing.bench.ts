import { createCipheriv, randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConsentGate, isGranted, type ConsentGrant } from '@voxkeep/consent';
import { VaultStore } from '@voxkeep/platform';
import { SegmentSealer, chunkBytes, type SegmentHeader } from '@voxkeep/recording';
import type { Clock } from '../../apps/recorder/src/media/clock.js';
import { Completion } from '../../apps/recorder/src/media/completion.js';
import { Journal } from '../../apps/recorder/src/media/journal.js';
import { SegmentWriter } from '../../apps/recorder/src/media/segment-writer.js';
import { Turns } from '../../apps/recorder/src/media/turns.js';
import { ChunkSealer } from '../../libs/recording/src/chunk-sealer.js';

/** One figure: ours beside its floor, measured one after the other in one run. */
interface Figure {
  readonly name: string;
  readonly ours: number;
  readonly floor: number;
  readonly ratio: number;
  readonly unit: string;
}

const total = 256 * 2 ** 20;
const packetBytes = 160;
const packetsPerFrame = 25;

function aGrant(): ConsentGrant {
  const terms = {
    contactId: randomUUID(),
    purpose: 'quality',
    mode: 'only-with-consent',
    channels: ['customer'],
    keys: null,
  } as const;
  const decision = new ConsentGate({ ...terms, startedAt: 0, askedBeforeSeconds: null }).feed({
    kind: 'api',
    given: true,
    by: 'ivr',
    at: 1,
  });
  if (!isGranted(decision)) throw new Error(decision.refused);
  return decision;
}

function aHeader(): SegmentHeader {
  const ids = { recordingId: randomUUID(), segmentId: randomUUID(), ownerId: randomUUID() };
  return { ...ids, channel: 'customer', segmentNumber: 1, codec: 'pcma', sampleRate: 8000, startMs: 0 };
}

/** Megabytes a second of `work`, which handles `bytes`. */
async function rate(bytes: number, work: () => void | Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  return Math.round(bytes / 1e3 / (performance.now() - start));
}

/** What `openssl speed -evp aes-256-gcm -bytes 16384` does: one cipher, the same 16 KiB over and over. */
function rawGcm(): void {
  const cipher = createCipheriv('aes-256-gcm', randomBytes(32), randomBytes(12));
  const block = randomBytes(chunkBytes);
  for (let done = 0; done < total; done += chunkBytes) cipher.update(block);
}

/** Chunks alone, the format itself. */
function sealChunks(): void {
  const sealer = ChunkSealer.begin(randomBytes(32), Buffer.alloc(0));
  const block = randomBytes(chunkBytes);
  for (let done = 0; done < total; done += chunkBytes) sealer.chunk(block);
}

/** As on a call, without disks: packets of 20 ms, a journal frame each half second, each octet sealed twice. */
function sealAsOnCalls(): void {
  const sealer = SegmentSealer.begin(aGrant(), randomBytes(32), aHeader());
  const packet = randomBytes(packetBytes);
  for (let packets = 0; packets * packetBytes < total; packets += 1) {
    sealer.accept(packet);
    if (packets % packetsPerFrame === 0) sealer.frame();
  }
}

/** The whole way of 100 channels in parallel, ten minutes each, vault and journal on the disk. */
async function writeCalls(folder: string): Promise<number> {
  const channels = 100;
  const seconds = 600;
  const vault = await VaultStore.create(join(folder, 'vault'));
  let tick = (): void => undefined;
  const clock: Clock = {
    now: () => performance.now(),
    every: (_ms, given) => ((tick = given), () => undefined),
    afterRound: setImmediate,
  };
  const journal = await Journal.open(join(folder, 'journal'), clock);
  const ownerKey = randomBytes(32);
  const grant = aGrant();
  const turns = new Turns(3);
  const stores = { vault, journal, turns, clock, completion: new Completion(vault, journal, turns) };
  const writers = Array.from({ length: channels }, () =>
    SegmentWriter.begin(stores, { grant, ownerKey, header: aHeader(), granted: Promise.resolve() }),
  );
  const packet = randomBytes(packetBytes);
  const cpu = process.cpuUsage();
  for (let half = 0; half < seconds * 2; half += 1) {
    for (const writer of writers) for (let packets = 0; packets < packetsPerFrame; packets += 1) writer.write(packet);
    tick();
    await new Promise(setImmediate);
  }
  await Promise.all(writers.map((writer) => writer.close()));
  await journal.close();
  const { user, system } = process.cpuUsage(cpu);
  return (user + system) / 1e6 / ((channels * seconds) / 1000);
}

/** B2: sealing speed beside raw AES-256-GCM; and what sealing, vault and journal cost in CPU for each 1,000 channels. */
export async function run(): Promise<Figure[]> {
  rawGcm();
  const floor = await rate(total, rawGcm);
  const chunks = await rate(total, sealChunks);
  const calls = await rate(total, sealAsOnCalls);
  const folder = await mkdtemp(join(tmpdir(), 'sealing-'));
  const load = await writeCalls(folder).finally(() => rm(folder, { recursive: true, force: true }));
  const ratio = (ours: number): number => Math.round((ours / floor) * 100) / 100;
  return [
    { name: 'B2 sealing full chunks', ours: chunks, floor, ratio: ratio(chunks), unit: 'MB/s' },
    { name: 'B2 sealing as on calls (packets, frames and chunks)', ours: calls, floor, ratio: ratio(calls), unit: 'MB/s' },
    {
      name: 'sealing, vault and journal for 1,000 channels (floor: one core)',
      ours: load,
      floor: 1,
      ratio: load,
      unit: 'CPU s per s',
    },
  ];
}
