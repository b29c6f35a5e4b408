import { createHash } from 'node:crypto';
import { readFile, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { VaultStore } from '@voxkeep/platform';
import { failingDisk, granted, HeldDisk, speech, until, Workplace } from './media.fixture.js';
import type { Journal } from './journal.js';
import { indexJournals } from './journal-index.js';
import { SegmentWriter } from './segment-writer.js';

let place: Workplace;
beforeEach(async () => {
  place = await Workplace.make();
});
afterEach(() => place.clear());

const begun = async (vault?: VaultStore, journal?: Journal) => {
  const stores = await place.stores({ ...(vault && { vault }), ...(journal && { journal }) });
  const consent = granted('customer');
  return { ...stores, ...consent, writer: SegmentWriter.begin(stores, place.terms(consent.grant)) };
};
/** Writes in packets of 20 ms with a tick after each half second. */
const say = (writer: SegmentWriter, octets: Buffer) => {
  for (let at = 0; at < octets.length; at += 160) {
    writer.write(octets.subarray(at, at + 160));
    if (at % 4000 === 0) place.clock.advance(500);
  }
};

describe('a segment', () => {
  it('gives back what was said, and its hash is that of its file', async () => {
    const { writer, journal } = await begun();
    const said = speech(100_000);
    say(writer, said);
    const closed = await writer.close();
    if (closed.kind !== 'sealed') throw new Error(closed.kind);
    expect((await place.openFile(closed.fileId)).equals(said)).toBe(true);
    const file = await readFile(join(place.root, 'vault', closed.fileId.slice(0, 2), closed.fileId.slice(2, 4), closed.fileId));
    expect(closed).toMatchObject({
      octets: 100_000,
      bytes: file.length,
      sha512: createHash('sha512').update(file).digest('hex'),
    });
    await journal.close();
  });

  it('leaves no octet as spoken on the disk, neither while it is written nor afterwards', async () => {
    const { writer, journal } = await begun();
    const said = speech(60_000);
    say(writer, said);
    await journal.flush();
    const during = await place.everyByte();
    await writer.close();
    const after = await place.everyByte();
    expect(during.length).toBeGreaterThan(60_000);
    for (let at = 0; at + 12 <= said.length; at += 160) {
      expect(during.includes(said.subarray(at, at + 12)) || after.includes(said.subarray(at, at + 12))).toBe(false);
    }
  });

  it('that was closed leaves nothing in the journal', async () => {
    const { writer, journal } = await begun();
    say(writer, speech(20_000));
    await writer.close();
    await journal.close();
    expect(journal.files).toEqual([]);
  });

  it('lets the journal go as its file becomes durable', async () => {
    const { writer, journal } = await begun();
    const minute = speech(33 * 16_384);
    for (let at = 0; at < minute.length; at += 16_384) {
      writer.write(minute.subarray(at, at + 16_384));
      await journal.flush();
    }
    place.clock.advance(60_000);
    await journal.flush();
    writer.write(speech(100));
    await journal.flush();
    expect(journal.files.length).toBe(2);
    writer.write(minute.subarray(0, 31 * 16_384));
    await until(async () => (await journal.flush()) && journal.files.length === 1);
    await writer.close();
  });
});

describe('a withdrawal', () => {
  it('stops the segment at once and what was said before can be closed', async () => {
    const { writer, withdraw } = await begun();
    writer.write(speech(1600));
    withdraw();
    expect(() => writer.write(speech(160))).toThrow('consent.not-live');
    const closed = await writer.close();
    expect(closed).toMatchObject({ kind: 'sealed', octets: 1600 });
  });

  it('before the segment begins leaves no file', async () => {
    const stores = await place.stores();
    const { grant, withdraw } = granted('customer');
    withdraw();
    expect(() => SegmentWriter.begin(stores, place.terms(grant))).toThrow('consent.not-live');
    expect(await place.everyByte()).toHaveLength(0);
  });
});

describe('a grant that is not durable yet', () => {
  const ungranted = async () => {
    const stores = await place.stores();
    let makeDurable = (): void => undefined;
    const durable = new Promise<void>((resolve) => (makeDurable = resolve));
    const { grant } = granted('customer');
    const writer = SegmentWriter.begin(stores, { ...place.terms(grant), granted: durable });
    return { ...stores, writer, makeDurable };
  };

  it('lets no octet reach the journal, and all of them once it is', async () => {
    const { writer, journal, makeDurable } = await ungranted();
    const said = speech(8000);
    say(writer, said);
    await journal.flush();
    expect((await indexJournals(journal.files)).cutOff[0]?.frames ?? []).toEqual([]);
    makeDurable();
    const closed = await writer.close();
    if (closed.kind !== 'sealed') throw new Error(closed.kind);
    expect((await place.openFile(closed.fileId)).equals(said)).toBe(true);
  });

  it('holds two seconds in memory and takes no more', async () => {
    const { writer } = await ungranted();
    const taken = Array.from({ length: 130 }, (_, packet) => {
      place.clock.advance(20);
      return writer.write(speech(160, packet));
    });
    expect(taken.filter((each) => each === 'kept')).toHaveLength(100);
    expect(taken.at(-1)).toBe('full');
  });

  it('holds what comes in one turn, thirty seconds and no more', async () => {
    const { writer } = await ungranted();
    const taken = Array.from({ length: 35 }, (_, second) => writer.write(speech(8000, second)));
    expect(taken.filter((each) => each === 'kept')).toHaveLength(30);
    expect(taken.at(-1)).toBe('full');
  });

  it('leaves nothing anywhere when the segment is given up', async () => {
    const { writer, journal } = await ungranted();
    writer.write(speech(4000));
    writer.discard();
    await journal.close();
    expect(journal.files).toEqual([]);
    expect((await place.everyByte()).length).toBe(0);
  });
});

describe('the end of a segment whose grant is not durable yet', () => {
  const ending = async (octets: number) => {
    const stores = await place.stores();
    let makeDurable = (): void => undefined;
    const durable = new Promise<void>((resolve) => (makeDurable = resolve));
    const writer = SegmentWriter.begin(stores, { ...place.terms(granted('customer').grant), granted: durable });
    if (octets > 0) writer.write(speech(octets));
    return { closed: writer.close(), makeDurable };
  };

  it('waits for nothing when nothing was taken', async () => {
    const { closed } = await ending(0);
    expect(await closed).toMatchObject({ kind: 'empty' });
    expect(await place.everyByte()).toHaveLength(0);
  });

  it('waits for the grant, and all of it is there then', async () => {
    const { closed, makeDurable } = await ending(4000);
    for (let turn = 0; turn < 5; turn += 1) await new Promise(setImmediate);
    expect(await place.everyByte()).toHaveLength(0);
    makeDurable();
    expect(await closed).toMatchObject({ kind: 'sealed', octets: 4000 });
  });
});

describe('a sender that was silent for long', () => {
  it('is kept from its first turn on under a grant that is durable', async () => {
    const stores = await place.stores();
    const { granted: _, ...terms } = place.terms(granted('customer').grant);
    const writer = SegmentWriter.begin(stores, terms);
    expect(writer.write(Buffer.alloc(40 * 8000, 0xd5))).toBe('kept');
    expect(await writer.close()).toMatchObject({ kind: 'sealed', octets: 40 * 8000 });
  });

  it('is kept with all of its silence, though that comes in one turn', async () => {
    const { writer } = await begun();
    say(writer, speech(8000));
    writer.write(Buffer.alloc(140 * 8000, 0xd5));
    const closed = await writer.close();
    expect(closed).toMatchObject({ kind: 'sealed', octets: 141 * 8000 });
  });

  it('does not hide a vault that has taken nothing for two minutes', async () => {
    const slow = new HeldDisk(place.open, (path) => path.includes('vault'));
    slow.hold();
    const { writer } = await begun(await VaultStore.create(join(place.root, 'vault'), { open: slow.open }));
    writer.write(speech(16_384));
    place.clock.advance(119_000);
    writer.write(speech(16_384));
    expect(writer.vaultFailed).toBe(false);
    place.clock.advance(2000);
    writer.write(speech(16_384));
    expect(writer.vaultFailed).toBe(true);
    slow.release();
    await writer.close();
  });
});

describe('a vault that fails under way', () => {
  it('with a journal that takes no more says which octets are nowhere', async () => {
    const vault = await VaultStore.create(join(place.root, 'vault'), { open: failingDisk(place.open, 'write', () => true) });
    const { writer } = await begun(
      vault,
      await place.journal({ pendingBytes: 20_000, open: failingDisk(place.open, 'write', () => true) }),
    );
    for (let second = 0; second < 4; second += 1) {
      writer.write(speech(8000, second));
      place.clock.advance(1000);
    }
    const closed = await writer.close();
    expect(closed).toMatchObject({ kind: 'cut-off', octets: 32_000 });
    expect(closed).toHaveProperty('refused.0.from', 16_384);
    expect(closed).toHaveProperty('refused.0.octets');
  });

  it('lets go of a file of which not even the beginning could be written', async () => {
    const handles: FileHandle[] = [];
    const failing = failingDisk(place.open, 'write', () => true);
    const open: typeof place.open = async (...given) => {
      const handle = await failing(...given);
      handles.push(handle);
      return handle;
    };
    const { writer } = await begun(await VaultStore.create(join(place.root, 'vault'), { open }));
    writer.write(speech(20_000));
    await until(() => writer.vaultFailed);
    await writer.close();
    expect(handles.map(({ fd }) => fd)).toEqual([-1]);
  });

  it.each([
    ['to begin a file', 'write', 1],
    ['at a chunk', 'write', 2],
    ['at the completion', 'datasync', 1],
  ] as const)('%s loses nothing: the segment goes on in the journal and is rebuilt from it', async (what, method, call) => {
    const open = failingDisk(place.open, method, (at) => at === call);
    const { writer, vault, journal, completion } = await begun(await VaultStore.create(join(place.root, 'vault'), { open }));
    const said = speech(40_000);
    say(writer, said);
    if (what === 'at the completion') for (let chunk = 0; chunk < 40; chunk += 1) writer.write(Buffer.alloc(16_384, chunk));
    await until(() => writer.vaultFailed);
    const after = speech(20_000, 7);
    const before = writer.octets;
    say(writer, after);
    const closed = await writer.close();
    if (closed.kind !== 'cut-off') throw new Error(closed.kind);
    const rebuilt = await completion.complete(closed.segmentId, () => Buffer.from(place.ownerKey));
    expect(rebuilt).toMatchObject({ kind: 'rebuilt', octets: closed.octets, lost: [] });
    const played = await place.openFile(rebuilt!.fileId!);
    expect(played.subarray(0, 40_000).equals(said) && played.subarray(before).equals(after)).toBe(true);
    await vault.remove(rebuilt!.oldFileId);
    journal.end(closed.segmentId);
    await journal.close();
    expect(journal.files).toEqual([]);
  });
});
