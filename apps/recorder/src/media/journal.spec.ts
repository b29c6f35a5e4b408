import { randomBytes, randomUUID } from 'node:crypto';
import { open, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { diagnostics } from '@voxkeep/platform';
import { encodeJournalRecord, encodeSegmentHeader } from '@voxkeep/recording';
import { keptLog } from '../../../../libs/platform/src/diagnostics/kept-log.fixture.js';
import { indexJournals } from './journal-index.js';
import { listJournalFiles } from './journal-file.js';
import type { Journal } from './journal.js';
import { aHeader, failingDisk, HeldDisk, until, Workplace } from './media.fixture.js';

let place: Workplace;
beforeEach(async () => {
  place = await Workplace.make();
});
afterEach(() => place.clear());

const frameOf = (segmentId: string, offset: number, octets = 4000) =>
  encodeJournalRecord({ kind: 'frame', segmentId, offset, octets, nonce: randomBytes(24), sealed: randomBytes(octets + 16) });

/** Announces a segment whose source hands over one frame of 4,000 octets at every tick, and says how far it is. */
const aSegment = (journal: Journal) => {
  const header = aHeader();
  const state = { segmentId: header.segmentId, octets: 0, answers: [] as string[] };
  journal.begin(
    { segmentId: header.segmentId, fileId: randomUUID(), header: encodeSegmentHeader(header) },
    {
      handOver: () => {
        state.answers.push(journal.append(state.segmentId, state.octets + 4000, frameOf(state.segmentId, state.octets)));
        state.octets += 4000;
      },
    },
  );
  return state;
};

const factOf = (recordingId: string, number: number) =>
  encodeJournalRecord({
    ...{ kind: 'fact', recordingId, owner: randomUUID(), number },
    ...{ nonce: randomBytes(24), sealed: randomBytes(40) },
  });

/** Lets two ticks pass, the second of which syncs, and waits until the disk has done it. */
const aSecond = async (journal: Journal) => {
  place.clock.advance(1000);
  await journal.flush();
};
const framesOf = async (segmentId: string) => {
  const { cutOff } = await indexJournals(await listJournalFiles(place.journalFolder));
  return cutOff.find((found) => found.segmentId === segmentId)?.frames.map(({ offset }) => offset);
};

describe('the journal', () => {
  it('makes no file before there is something to keep', async () => {
    const journal = await place.journal();
    place.clock.advance(5000);
    await journal.flush();
    expect(await readdir(place.journalFolder)).toEqual([]);
  });

  it('keeps every frame handed over, for every segment', async () => {
    const journal = await place.journal();
    const [one, two] = [aSegment(journal), aSegment(journal)];
    await aSecond(journal);
    expect(await framesOf(one.segmentId)).toEqual([0, 4000, 8000]);
    expect(await framesOf(two.segmentId)).toEqual([0, 4000, 8000]);
    await journal.close();
  });

  it('syncs once a second for all segments and writes twice', async () => {
    const counted = { datasync: 0, write: 0 };
    const counting: typeof open = async (...given) => {
      const handle = await place.open(...given);
      const datasync = handle.datasync.bind(handle);
      const write = handle.write.bind(handle) as (...args: unknown[]) => Promise<unknown>;
      return Object.assign(handle, {
        datasync: () => datasync().finally(() => (counted.datasync += 1)),
        write: (...args: unknown[]) => write(...args).finally(() => (counted.write += 1)),
      });
    };
    const journal = await place.journal({ open: counting });
    for (let segment = 0; segment < 50; segment += 1) aSegment(journal);
    await journal.flush();
    const before = { ...counted };
    for (let tick = 1; tick <= 6; tick += 1) {
      place.clock.advance(500);
      await until(() => counted.write - before.write >= tick && counted.datasync - before.datasync >= Math.floor(tick / 2));
    }
    expect(counted.write - before.write).toBe(6);
    expect(counted.datasync - before.datasync).toBe(3);
  });

  it('says of a closed segment that it needs no recovery, and deletes its file', async () => {
    const journal = await place.journal();
    const segment = aSegment(journal);
    await aSecond(journal);
    journal.end(segment.segmentId);
    expect(await framesOf(segment.segmentId)).toBeDefined();
    await journal.flush();
    expect(await framesOf(segment.segmentId)).toBeUndefined();
    await journal.close();
    expect(await readdir(place.journalFolder)).toEqual([]);
  });
});

describe('rotation', () => {
  it('goes on in a new file that knows all live segments', async () => {
    const journal = await place.journal({ rotateMs: 1000 });
    const segment = aSegment(journal);
    await aSecond(journal);
    await aSecond(journal);
    expect(journal.files.length).toBeGreaterThan(1);
    const { cutOff } = await indexJournals(journal.files.slice(-1));
    expect(cutOff.map(({ segmentId }) => segmentId)).toEqual([segment.segmentId]);
  });

  it('is told when it fails, and no more when it works again', async () => {
    const log = keptLog();
    let fails = false;
    const opens: typeof place.open = (...given) =>
      fails ? Promise.reject(Object.assign(new Error('disk'), { code: 'EIO' })) : place.open(...given);
    const journal = await place.journal({ rotateMs: 1000, open: opens });
    aSegment(journal);
    await aSecond(journal);
    fails = true;
    await aSecond(journal);
    const told = () => log.filter((line) => line.includes('journal.turn-failed')).length;
    expect([told(), journal.files.length, journal.trouble]).toEqual([1, 1, undefined]);
    fails = false;
    for (let second = 0; second < 6; second += 1) await aSecond(journal);
    expect([told(), journal.files.length > 1]).toEqual([1, true]);
    diagnostics.replace(undefined);
  });

  it('by size keeps files small', async () => {
    const journal = await place.journal({ rotateBytes: 10_000 });
    aSegment(journal);
    for (let second = 0; second < 4; second += 1) await aSecond(journal);
    expect(journal.files.length).toBeGreaterThan(2);
  });

  it('deletes old files once their segments are durable elsewhere, and not before', async () => {
    const journal = await place.journal({ rotateMs: 1000 });
    const [one, two] = [aSegment(journal), aSegment(journal)];
    for (let second = 0; second < 3; second += 1) await aSecond(journal);
    const before = journal.files.length;
    journal.end(one.segmentId);
    await journal.flush();
    expect(journal.files.length).toBeGreaterThanOrEqual(before);
    journal.release(two.segmentId, two.octets);
    await journal.flush();
    expect(journal.files.length).toBeLessThan(3);
    expect((await framesOf(two.segmentId))?.at(-1)).toBe(two.octets - 4000);
    expect(await framesOf(one.segmentId)).toBeUndefined();
  });
});

describe('a call that ends while a file is being made', () => {
  it('keeps no file: neither that one nor a later one', async () => {
    const slow = new HeldDisk(place.open);
    const journal = await place.journal({ rotateMs: 1000, open: slow.open });
    const [call, segment] = [randomUUID(), aSegment(journal)];
    journal.note(call, 1, factOf(call, 1));
    await journal.flush();
    slow.hold();
    place.clock.advance(1000);
    const turned = journal.flush();
    await until(() => slow.waiting > 0);
    journal.endCall(call, 1);
    slow.release();
    await turned;
    for (let second = 0; second < 3; second += 1) {
      await aSecond(journal);
      journal.release(segment.segmentId, segment.octets);
    }
    await journal.flush();
    expect(journal.files).toHaveLength(1);
    await journal.close();
  });
});

describe('a first folder that fails', () => {
  const secondOf = () => join(place.root, 'second');
  /** A disk under the first folder on which nothing can be made while `fails`. */
  const brokenFirst = () => {
    const disk = { fails: true, asked: 0 };
    const opens: typeof open = (path, ...given) => {
      const isFirst = String(path).startsWith(place.journalFolder);
      if (isFirst) disk.asked += 1;
      return isFirst && disk.fails ? Promise.reject(Object.assign(new Error(), { code: 'EIO' })) : place.open(path, ...given);
    };
    return { disk, opens };
  };

  it('brings everything into the second one, without trouble at any turn of files', async () => {
    const { opens } = brokenFirst();
    const journal = await place.journal({ rotateMs: 1000, open: opens, secondFolder: secondOf() });
    const segment = aSegment(journal);
    for (let second = 0; second < 4; second += 1) {
      await aSecond(journal);
      expect(journal.trouble).toBeUndefined();
    }
    expect(await readdir(place.journalFolder)).toEqual([]);
    const { cutOff } = await indexJournals(await listJournalFiles(secondOf()));
    expect(cutOff[0]!.frames).toHaveLength(segment.octets / 4000);
  });

  it('is found again by a restart, which reads both', async () => {
    const { disk, opens } = brokenFirst();
    disk.fails = false;
    const journal = await place.journal({ rotateMs: 1000, open: opens, secondFolder: secondOf() });
    const segment = aSegment(journal);
    await aSecond(journal);
    disk.fails = true;
    for (let second = 0; second < 3; second += 1) await aSecond(journal);
    const both = [...(await listJournalFiles(place.journalFolder)), ...(await listJournalFiles(secondOf()))];
    expect(new Set(both.map((path) => dirname(path)))).toEqual(new Set([place.journalFolder, secondOf()]));
    const { cutOff } = await indexJournals(both);
    expect(new Set(cutOff[0]!.frames.map(({ offset }) => offset)).size).toBe(segment.octets / 4000);
  });

  it('is used again once it works', async () => {
    const { disk, opens } = brokenFirst();
    const journal = await place.journal({ rotateMs: 1000, open: opens, secondFolder: secondOf() });
    aSegment(journal);
    await aSecond(journal);
    disk.fails = false;
    await aSecond(journal);
    await aSecond(journal);
    expect(await readdir(place.journalFolder)).not.toEqual([]);
  });
});

describe('a disk that fails', () => {
  it.each(['datasync', 'write'] as const)(
    'in a %s makes the journal write what was not durable into a new file',
    async (method) => {
      const journal = await place.journal({ open: failingDisk(place.open, method, (call) => call === 4) });
      const segment = aSegment(journal);
      await aSecond(journal);
      const first = journal.files[0]!;
      for (let second = 0; second < 3; second += 1) await aSecond(journal);
      expect(journal.files.length).toBeGreaterThan(1);
      const { cutOff } = await indexJournals(journal.files.filter((path) => path !== first));
      const inFirst = (await indexJournals([first])).cutOff[0]!.frames.map(({ offset }) => offset);
      const all = new Set([...inFirst, ...cutOff[0]!.frames.map(({ offset }) => offset)]);
      expect([...all].length).toBe(segment.octets / 4000);
      expect(journal.trouble).toBeUndefined();
    },
  );

  it('for want of room removes what nobody needs any more, which makes room', async () => {
    let isFull = false;
    const journal = await place.journal({ open: failingDisk(place.open, 'write', () => isFull, 'ENOSPC') });
    const segment = aSegment(journal);
    await aSecond(journal);
    isFull = true;
    await aSecond(journal);
    expect([journal.trouble, (await readdir(place.journalFolder)).length]).toEqual(['ENOSPC', 1]);
    journal.end(segment.segmentId);
    await journal.flush();
    expect(await readdir(place.journalFolder)).toEqual([]);
    isFull = false;
    expect(await journal.flush()).toBe(true);
    await journal.close();
  });

  it('for good is said, frames are refused when too much waits, and the calls go on', async () => {
    const journal = await place.journal({ open: failingDisk(place.open, 'write', () => true, 'ENOSPC'), pendingBytes: 20_000 });
    const segment = aSegment(journal);
    for (let second = 0; second < 4; second += 1) await aSecond(journal);
    expect(journal.trouble).toBe('ENOSPC');
    expect(segment.answers.slice(0, 2)).toEqual(['accepted', 'accepted']);
    expect(segment.answers.at(-1)).toBe('full');
    expect(journal.refusedFrames).toBeGreaterThan(0);
    expect(await readdir(place.journalFolder)).toEqual([]);
  });
});

describe('a journal to which nothing is written', () => {
  it('says within seconds that its folders take no files, and again that one does', async () => {
    let isReadOnly = true;
    const journal = await place.journal({ open: failingDisk(place.open, 'write', () => isReadOnly, 'EROFS') });
    await journal.hasRoom();
    place.clock.advance(1000);
    await journal.flush();
    expect(journal.trouble).toBe('EROFS');
    isReadOnly = false;
    await journal.hasRoom();
    expect(journal.trouble).toBeUndefined();
    isReadOnly = true;
    place.clock.advance(3000);
    await journal.hasRoom();
    expect([journal.trouble, await readdir(place.journalFolder)]).toEqual(['EROFS', []]);
  });

  it('is well with a second folder that takes files', async () => {
    const first = place.journalFolder;
    const secondFolder = join(place.root, 'second');
    const opening: typeof open = (path, ...rest) =>
      String(path).startsWith(first) ? Promise.reject(Object.assign(new Error(), { code: 'EROFS' })) : place.open(path, ...rest);
    const journal = await place.journal({ secondFolder, open: opening });
    await journal.hasRoom();
    expect(journal.trouble).toBeUndefined();
  });
});

describe('the journal of many calls', () => {
  it('takes from each what it hands over though another breaks, and tells that once', async () => {
    const log = keptLog();
    const journal = await place.journal();
    const header = encodeSegmentHeader(aHeader());
    const handOver = () => {
      throw new Error('broken');
    };
    journal.begin({ segmentId: aHeader().segmentId, fileId: randomUUID(), header }, { handOver });
    const whole = aSegment(journal);
    for (let n = 0; n < 2; n += 1) await journal.flush();
    diagnostics.replace(undefined);
    expect(whole.octets).toBe(8000);
    expect(log.filter((line) => line.includes('media.stream-broke'))).toHaveLength(1);
  });
});

describe('facts of which more come than may wait for the disk', () => {
  const call = randomUUID();
  const facts = Array.from({ length: 100 }, (_, at) => at + 1);
  const noteAll = (journal: Journal) => {
    for (const number of facts) journal.note(call, number, factOf(call, number));
  };
  const numbers = async () => {
    const { calls } = await indexJournals(await listJournalFiles(place.journalFolder));
    return calls[0]?.facts.map(({ number }) => number);
  };

  it('take no more room than that while the disk fails, and are all there once it works', async () => {
    let fails = true;
    const journal = await place.journal({ open: failingDisk(place.open, 'write', () => fails), pendingBytes: 2000 });
    noteAll(journal);
    expect(journal.load).toBeLessThanOrEqual(1);
    expect([await journal.syncSoon(), await journal.flush()]).toEqual([false, false]);
    fails = false;
    expect([await journal.syncSoon(), await numbers()]).toEqual([true, facts]);
    expect(await journal.flush()).toBe(true);
  });

  it('come with the next file when the one under way is sound, and are not called durable before', async () => {
    let mayOpen = true;
    const opens: typeof place.open = (...given) => (mayOpen ? place.open(...given) : Promise.reject(new Error('disk')));
    keptLog();
    const journal = await place.journal({ open: opens, pendingBytes: 2000 });
    aSegment(journal);
    await journal.flush();
    mayOpen = false;
    noteAll(journal);
    expect([await journal.syncSoon(), await journal.syncSoon()]).toEqual([false, false]);
    expect((await numbers())!.length).toBeLessThan(facts.length);
    mayOpen = true;
    place.clock.advance(5000);
    expect([await journal.flush(), await numbers()]).toEqual([true, facts]);
    diagnostics.replace(undefined);
  });
});

describe('who asks for what was noted to be durable soon', () => {
  it('shares the work with all who ask before it begins, and not with who asks then', async () => {
    const slow = new HeldDisk(place.open);
    const journal = await place.journal({ open: slow.open });
    const call = randomUUID();
    journal.note(call, 1, factOf(call, 1));
    slow.hold();
    const first = journal.syncSoon();
    expect(journal.syncSoon()).toBe(first);
    await until(() => slow.waiting > 0);
    journal.note(call, 2, factOf(call, 2));
    const second = journal.syncSoon();
    expect(second).not.toBe(first);
    slow.release();
    expect([await first, await second]).toEqual([true, true]);
    const { calls } = await indexJournals(journal.files);
    expect(calls[0]?.facts.map(({ number }) => number)).toEqual([1, 2]);
  });

  it('is told when the disk fails, and again when it works', async () => {
    let fails = true;
    const journal = await place.journal({ open: failingDisk(place.open, 'datasync', () => fails) });
    const call = randomUUID();
    journal.note(call, 1, factOf(call, 1));
    expect(await journal.syncSoon()).toBe(false);
    fails = false;
    expect(await journal.syncSoon()).toBe(true);
  });
});
