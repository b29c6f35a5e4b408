import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, open, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConsentGate, isGranted, type ConsentGrant } from '@voxkeep/consent';
import type { AudioChannel } from '@voxkeep/contracts';
import { markName, VaultStore } from '@voxkeep/platform';
import { openMessage, segmentContext, segmentHeaderBytes, segmentInputKey, type SegmentHeader } from '@voxkeep/recording';
import { until as untilSo } from '../../../../test/support/until.js';
import type { Clock } from './clock.js';
import { Completion } from './completion.js';
import { Journal } from './journal.js';
import type { JournalOptions } from './journal-options.js';
import type { SegmentStores, SegmentTerms } from './segment-writer.js';
import { Turns } from './turns.js';

/** A clock that moves only when told. */
export class HandClock implements Clock {
  #now = 0;
  readonly #ticks: { periodMs: number; next: number; tick: () => void }[] = [];

  now(): number {
    return this.#now;
  }

  every(periodMs: number, tick: () => void): () => void {
    const entry = { periodMs, next: this.#now + periodMs, tick };
    this.#ticks.push(entry);
    return () => void this.#ticks.splice(this.#ticks.indexOf(entry), 1);
  }

  /** What this clock is of is never late. */
  afterRound(called: () => void): void {
    called();
  }

  /** Nobody hears a tick any more, as after a kill. */
  forget(): void {
    this.#ticks.length = 0;
  }

  /** Each tick is called at its time, in the order of time. */
  advance(ms: number): void {
    const end = this.#now + ms;
    for (let due = this.#due(end); due; due = this.#due(end)) {
      this.#now = due.next;
      due.next += due.periodMs;
      due.tick();
    }
    this.#now = end;
  }

  #due(end: number) {
    const due = this.#ticks.filter(({ next }) => next <= end).sort((a, b) => a.next - b.next);
    return due[0];
  }
}

/** A gate that has said yes for these channels, and the customer's way to take it back. */
export function granted(...channels: AudioChannel[]): { grant: ConsentGrant; withdraw: () => void; regrant: () => ConsentGrant } {
  let at = 1;
  const gate = new ConsentGate({
    contactId: '0198a000-0000-7000-8000-000000000001',
    purpose: 'quality',
    mode: 'only-with-consent',
    channels,
    keys: null,
    startedAt: 0,
    askedBeforeSeconds: null,
  });
  const grantNow = (): ConsentGrant => {
    const grant = gate.feed({ kind: 'api', given: true, by: 'customer', at: at++ });
    if (!isGranted(grant)) throw new Error(grant.refused);
    return grant;
  };
  return {
    grant: grantNow(),
    withdraw: () => void gate.feed({ kind: 'withdrawn', by: 'customer', at: at++ }),
    regrant: grantNow,
  };
}

/** A segment header of the customer's channel with fresh ids. */
export function aHeader(more: Partial<SegmentHeader> = {}): SegmentHeader {
  const ids = { recordingId: randomUUID(), segmentId: randomUUID(), ownerId: randomUUID() };
  return { ...ids, channel: 'customer', segmentNumber: 1, codec: 'pcma', sampleRate: 8000, startMs: 0, ...more };
}

/** Octets that look random but follow from a number, so that a failing run can be replayed. */
export function speech(length: number, seed = length): Buffer {
  return createHash('shake256', { outputLength: length }).update(`speech ${seed}`).digest();
}

/** A recorder's folders, with everything opened in them held so that a killed recorder can be let go. */
export class Workplace {
  readonly ownerKey = randomBytes(32);
  readonly clock = new HandClock();
  readonly #handles: FileHandle[] = [];

  private constructor(readonly root: string) {}

  /** In memory where the system offers it, for tests of many runs. */
  static async make({ inMemory = false } = {}): Promise<Workplace> {
    const folder = inMemory && existsSync('/dev/shm') ? '/dev/shm' : tmpdir();
    return new Workplace(await mkdtemp(join(folder, 'media-')));
  }

  get journalFolder(): string {
    return join(this.root, 'journal');
  }

  readonly open: typeof open = async (...given) => {
    const handle = await open(...given);
    this.#handles.push(handle);
    return handle;
  };

  vault(): Promise<VaultStore> {
    return VaultStore.create(join(this.root, 'vault'), { open: this.open });
  }

  journal(options: JournalOptions = {}): Promise<Journal> {
    return Journal.open(this.journalFolder, this.clock, { open: this.open, ...options });
  }

  /** Where segments go. */
  async stores(more: Partial<SegmentStores> = {}): Promise<SegmentStores> {
    const { vault = await this.vault(), journal = await this.journal(), turns = new Turns(3) } = more;
    return { vault, journal, turns, clock: this.clock, completion: new Completion(vault, journal, turns) };
  }

  /** What a segment is made under, its grant durable. */
  terms(grant: ConsentGrant, header: SegmentHeader = aHeader()): SegmentTerms {
    return { grant, ownerKey: this.ownerKey, header, granted: Promise.resolve() };
  }

  keyFor = (): Promise<Buffer> => Promise.resolve(Buffer.from(this.ownerKey));

  /** The octets of a completed segment file. */
  async openFile(fileId: string): Promise<Buffer> {
    const reader = await (await this.vault()).openForRead(fileId);
    if (!reader) throw new Error('no such file');
    const bytes = await reader.read(0, reader.bytes);
    const segmentId = bytes
      .subarray(40, 56)
      .toString('hex')
      .replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
    return openMessage(segmentInputKey(this.ownerKey, segmentId), segmentContext(bytes), bytes.subarray(segmentHeaderBytes));
  }

  /** Every byte that stands in any file of the workplace, but for the mark of its vault, which is there before any call. */
  async everyByte(): Promise<Buffer> {
    const entries = await readdir(this.root, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile() && entry.name !== markName);
    return Buffer.concat(await Promise.all(files.map((entry) => readFile(join(entry.parentPath, entry.name)))));
  }

  async clear(): Promise<void> {
    await Promise.all(this.#handles.map((handle) => handle.close().catch(() => undefined)));
    // A recorder that was killed in the middle may still write.
    await rm(this.root, { recursive: true, force: true, maxRetries: 10 });
  }
}

/** A disk whose call number `at` of `method` fails with `code`; calls are counted over all files. */
export function failingDisk(
  inner: typeof open,
  method: 'datasync' | 'write',
  at: (call: number) => boolean,
  code = 'EIO',
): typeof open {
  let calls = 0;
  return async (...given) => {
    const handle = await inner(...given);
    const genuine = handle[method].bind(handle) as (...args: unknown[]) => Promise<unknown>;
    const replaced = (...args: unknown[]) => {
      calls += 1;
      return at(calls) ? Promise.reject(Object.assign(new Error(), { code })) : genuine(...args);
    };
    return Object.assign(handle, { [method]: replaced });
  };
}

/** A disk on which nothing is opened while it is held. */
export class HeldDisk {
  #held: Promise<void> | undefined;
  #let: () => void = () => undefined;
  waiting = 0;

  constructor(
    private readonly inner: typeof open,
    private readonly holds: (path: string) => boolean = () => true,
  ) {}

  readonly open: typeof open = async (path, ...given) => {
    if (this.holds(String(path)) && this.#held) {
      this.waiting += 1;
      await this.#held;
    }
    return this.inner(path, ...given);
  };

  hold(): void {
    this.#held = new Promise((resolve) => (this.#let = resolve));
  }

  release(): void {
    this.#held = undefined;
    this.#let();
  }
}

/** Waits for what disks and sockets do in their own time. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  await untilSo('disk or socket has done it', holds, 1);
}
