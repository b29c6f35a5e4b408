import { appendFile, readdir, readFile, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { listJournalFiles } from './journal-file.js';
import { aHeader, granted, speech, until, Workplace } from './media.fixture.js';
import { recoverSegments, type Recovery } from './recovery.js';
import { SegmentWriter } from './segment-writer.js';

let place: Workplace;
beforeEach(async () => {
  place = await Workplace.make();
});
afterEach(() => place.clear());

const filesIn = async (folder: string) => {
  const entries = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  return Promise.all(entries.map((entry) => stat(join(entry.parentPath, entry.name))));
};
const vaultPath = (fileId: string) => join(place.root, 'vault', fileId.slice(0, 2), fileId.slice(2, 4), fileId);

/** A call of which `journalled` octets reached the journal before the recorder was killed, and `more` did not. */
const killedAfter = async (journalled: number, more = 0) => {
  const stores = await place.stores();
  const header = aHeader({ startMs: 2000 });
  const writer = SegmentWriter.begin(stores, place.terms(granted('customer').grant, header));
  await Promise.resolve();
  const said = speech(journalled + more);
  await stores.journal.flush();
  for (let at = 0; at < journalled; at += 4000) {
    writer.write(said.subarray(at, Math.min(journalled, at + 4000)));
    await stores.journal.flush();
  }
  writer.write(said.subarray(journalled));
  const chunks = Math.floor(said.length / 16_384);
  if (chunks > 0)
    await until(async () => (await filesIn(join(place.root, 'vault'))).some(({ size }) => size >= 128 + chunks * 16_400));
  const oldFileId =
    (await readdir(join(place.root, 'vault'), { recursive: true })).find((name) => name.length > 40)?.slice(6) ?? '';
  return { ...stores, said, header, oldFileId };
};
const recover = async (ownerKeyFor: () => Promise<Buffer | undefined> = place.keyFor): Promise<Recovery> =>
  recoverSegments({ journalFiles: await listJournalFiles(place.journalFolder), vault: await place.vault(), ownerKeyFor });

describe('after the recorder was killed', () => {
  it.each([0, 1, 4000, 16_384, 20_000, 100_000])('%d octets that reached the journal are all there', async (octets) => {
    const { said, header } = await killedAfter(octets, 300);
    const { recovered } = await recover();
    expect(recovered).toMatchObject([{ segmentId: header.segmentId, octets, lost: [], lostFromMs: 2000 + octets / 8 }]);
    if (octets === 0) expect(recovered[0]).toMatchObject({ kind: 'empty' });
    else expect((await place.openFile(recovered[0]!.fileId!)).equals(said.subarray(0, octets))).toBe(true);
  });

  it('the rebuilt file is a new one under a new salt', async () => {
    const { oldFileId } = await killedAfter(40_000);
    const { recovered } = await recover();
    const [old, fresh] = [await readFile(vaultPath(oldFileId)), await readFile(vaultPath(recovered[0]!.fileId!))];
    expect(recovered[0]!.fileId).not.toBe(oldFileId);
    expect(fresh.subarray(0, 72)).toEqual(old.subarray(0, 72));
    expect(fresh.subarray(72, 96)).not.toEqual(old.subarray(72, 96));
    expect(fresh.includes(old.subarray(128, 1000))).toBe(false);
  });

  it('recovery leaves no octet as spoken on the disk', async () => {
    const { said } = await killedAfter(40_000);
    await recover();
    const bytes = await place.everyByte();
    for (let at = 0; at + 12 <= said.length; at += 160) expect(bytes.includes(said.subarray(at, at + 12))).toBe(false);
  });

  it('recovery can be killed and run again before it is settled, and finds nothing more afterwards', async () => {
    const { said, oldFileId } = await killedAfter(20_000);
    await recover();
    const again = await recover();
    expect((await place.openFile(again.recovered[0]!.fileId!)).equals(said)).toBe(true);
    await again.settle();
    expect((await recover()).recovered).toEqual([]);
    expect(await (await place.vault()).openForRead(oldFileId)).toBeUndefined();
  });

  it('a segment whose file was complete is not made again', async () => {
    const { journal, vault } = await killedAfter(20_000);
    const header = aHeader();
    const stores = await place.stores({ vault, journal });
    const writer = SegmentWriter.begin(stores, place.terms(granted('customer').grant, header));
    writer.write(speech(5000));
    await journal.flush();
    const end = journal.end.bind(journal);
    journal.end = () => undefined; // killed between the completion of the file and the note of it
    const closed = await writer.close();
    journal.end = end;
    const found = (await recover()).recovered.find(({ segmentId }) => segmentId === header.segmentId);
    expect(closed.kind).toBe('sealed');
    expect(found).toMatchObject({ ...closed, kind: 'whole' });
  });

  it('a segment whose key cannot be had waits, and is recovered later without the others', async () => {
    const { said } = await killedAfter(9000);
    const none = await recover(() => Promise.resolve(undefined));
    expect(none.unresolved).toHaveLength(1);
    await none.settle({ over: [], held: new Set(), waits: true });
    const later = await recover();
    expect((await place.openFile(later.recovered[0]!.fileId!)).equals(said)).toBe(true);
  });
});

describe('a journal that ends torn', () => {
  it('by a cut anywhere gives everything before the cut', async () => {
    const { said } = await killedAfter(24_000);
    const [path] = await listJournalFiles(place.journalFolder);
    const whole = await readFile(path!);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 150, max: whole.length - 1 }), async (cut) => {
        await writeFile(path!, whole);
        await truncate(path!, cut);
        const { octets, fileId } = (await recover()).recovered[0]!;
        if (fileId === undefined) return octets === 0;
        return octets >= 16_384 && octets <= 24_000 && (await place.openFile(fileId)).equals(said.subarray(0, octets));
      }),
      { numRuns: 40 },
    );
  });

  it('with zeroes, as a power cut leaves it, is told and tolerated', async () => {
    const { said } = await killedAfter(12_000);
    const [path] = await listJournalFiles(place.journalFolder);
    await appendFile(path!, Buffer.alloc(5000));
    const { recovered, tornFiles } = await recover();
    expect(tornFiles).toBe(1);
    expect((await place.openFile(recovered[0]!.fileId!)).equals(said)).toBe(true);
  });
});

describe('a vault file that is damaged', () => {
  it('in a full chunk is made good from the journal', async () => {
    const { said, oldFileId } = await killedAfter(40_000);
    const bytes = await readFile(vaultPath(oldFileId));
    bytes.fill(0, 5000, 5100);
    await writeFile(vaultPath(oldFileId), bytes);
    const { recovered } = await recover();
    expect(recovered[0]).toMatchObject({ octets: 40_000, lost: [] });
    expect((await place.openFile(recovered[0]!.fileId!)).equals(said)).toBe(true);
  });

  it('and not in the journal either states the hole as lost and plays silence there', async () => {
    const { said, oldFileId, journal, header } = await killedAfter(40_000);
    for (const path of journal.files) await truncate(path, 200);
    const bytes = await readFile(vaultPath(oldFileId));
    bytes.fill(0, 5000, 5100);
    await writeFile(vaultPath(oldFileId), bytes);
    const { recovered } = await recover();
    expect(recovered[0]).toMatchObject({ segmentId: header.segmentId, octets: 32_768, lost: [{ from: 0, octets: 16_384 }] });
    const octets = await place.openFile(recovered[0]!.fileId!);
    expect(octets.subarray(0, 16_384).every((octet) => octet === 0xd5)).toBe(true);
    expect(octets.subarray(16_384).equals(said.subarray(16_384, 32_768))).toBe(true);
  });

  it('or gone altogether is made again from the journal', async () => {
    const { said, oldFileId, vault } = await killedAfter(24_000);
    await vault.remove(oldFileId);
    const { recovered } = await recover();
    expect((await place.openFile(recovered[0]!.fileId!)).equals(said)).toBe(true);
  });

  it('or exchanged for another segment’s is left aside', async () => {
    const { said, oldFileId } = await killedAfter(24_000);
    const bytes = await readFile(vaultPath(oldFileId));
    aHeaderBytes().copy(bytes);
    await writeFile(vaultPath(oldFileId), bytes);
    const { recovered } = await recover();
    expect((await place.openFile(recovered[0]!.fileId!)).equals(said)).toBe(true);
  });
});

const aHeaderBytes = () => Buffer.alloc(72, 1);
