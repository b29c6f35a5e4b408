import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { VaultStore } from '@voxkeep/platform';
import { aHeader, failingDisk, granted, speech, until, Workplace } from './media.fixture.js';
import { recoverSegments } from './recovery.js';
import { SegmentWriter } from './segment-writer.js';

let place: Workplace;
beforeEach(async () => {
  place = await Workplace.make();
});
afterEach(() => place.clear());

const begun = async (vault?: VaultStore) => {
  const stores = { vault: vault ?? (await place.vault()), journal: await place.journal() };
  const consent = granted('customer');
  const terms = { grant: consent.grant, ownerKey: place.ownerKey, header: aHeader() };
  return { ...stores, ...consent, terms, writer: await SegmentWriter.open(stores, terms) };
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
    const stores = { vault: await place.vault(), journal: await place.journal() };
    const { grant, withdraw } = granted('customer');
    withdraw();
    await expect(SegmentWriter.open(stores, { grant, ownerKey: place.ownerKey, header: aHeader() })).rejects.toThrow(
      'consent.not-live',
    );
    expect(await place.everyByte()).toHaveLength(0);
  });
});

describe('a vault that fails under way', () => {
  it.each([
    ['a chunk', 'write', 2],
    ['the completion', 'datasync', 1],
  ] as const)('at %s cuts the segment off, and it is rebuilt from the journal', async (what, method, call) => {
    const open = failingDisk(place.open, method, (at) => at === call);
    const { writer, vault, journal } = await begun(await VaultStore.create(join(place.root, 'vault'), { open }));
    const said = speech(40_000);
    say(writer, said);
    if (what === 'the completion') for (let chunk = 0; chunk < 40; chunk += 1) writer.write(Buffer.alloc(16_384, chunk));
    await until(() => writer.write(speech(160)) === 'broken');
    const closed = await writer.close();
    expect(closed.kind).toBe('cut-off');
    const recovery = await recoverSegments({
      journalFiles: journal.files,
      vault,
      ownerKeyFor: place.keyFor,
      only: [closed.segmentId],
    });
    const [rebuilt] = recovery.recovered;
    expect(rebuilt).toMatchObject({ kind: 'rebuilt', octets: closed.octets, lost: [] });
    expect((await place.openFile(rebuilt!.fileId!)).subarray(0, 40_000).equals(said)).toBe(true);
    await recovery.settle();
    journal.end(closed.segmentId);
    await journal.close();
    expect(journal.files).toEqual([]);
  });
});
