import type { open } from 'node:fs/promises';
import { diagnostics, systemCode } from '@voxkeep/platform';
import { keptLog } from '../../../../libs/platform/src/diagnostics/kept-log.fixture.js';
import { listJournalFiles } from './journal-file.js';
import { readRecords } from './journal-index.js';
import { aHeader, granted, HeldDisk, speech, until, Workplace } from './media.fixture.js';
import { recoverSegments } from './recovery.js';
import { SegmentWriter } from './segment-writer.js';

describe('a withdrawal that destroys', () => {
  let place: Workplace;
  beforeEach(async () => {
    place = await Workplace.make();
  });
  afterEach(() => place.clear());

  const framesOf = async (segmentId: string) => {
    let count = 0;
    for (const path of await listJournalFiles(place.journalFolder))
      await readUnlessGone(path, (records) => {
        count += records.filter(({ record }) => record.kind === 'frame' && record.segmentId === segmentId).length;
      });
    return count;
  };

  it('leaves nothing of its segment in the journal, and everything of the others', async () => {
    const stores = await place.stores();
    const { journal, vault } = stores;
    const [gone, stays] = [aHeader(), aHeader()];
    const writers = [gone, stays].map((header) => SegmentWriter.begin(stores, place.terms(granted('customer').grant, header)));
    await Promise.resolve();
    const said = speech(8000);
    for (const writer of writers) writer.write(said);
    await journal.flush();
    expect(await framesOf(gone.segmentId)).toBeGreaterThan(0);
    await writers[0]!.close();
    journal.forget([gone.segmentId]);
    place.clock.advance(1000);
    await journal.flush();
    place.clock.advance(1000);
    await journal.flush();
    await until(async () => (await framesOf(gone.segmentId)) === 0);
    expect(await framesOf(stays.segmentId)).toBeGreaterThan(0);
    const recovery = await recoverSegments({ journalFiles: journal.files, vault, ownerKeyFor: place.keyFor });
    expect(recovery.recovered).toMatchObject([{ segmentId: stays.segmentId, octets: 8000, lost: [] }]);
    await writers[1]!.close();
    await journal.close();
  });

  /** A file may be written again between its being listed and its being read; then the new one is listed too. */
  const readUnlessGone: typeof readRecords = (path, tell) =>
    readRecords(path, tell).catch((failure: unknown) => {
      if (systemCode(failure) !== 'ENOENT') throw failure;
      return false;
    });

  /** A call whose segment was taken back, so that its file waits to be written again, on a disk that does as told from then on. */
  const takenBack = async (disk: typeof open) => {
    const stores = await place.stores({ journal: await place.journal({ open: disk }) });
    const writers = [aHeader(), aHeader()].map((header) =>
      SegmentWriter.begin(stores, place.terms(granted('customer').grant, header)),
    );
    await Promise.resolve();
    for (const writer of writers) writer.write(speech(8000));
    await stores.journal.flush();
    await writers[0]!.close();
    stores.journal.forget([writers[0]!.segmentId]);
    place.clock.advance(1000);
    await stores.journal.flush();
    return { ...stores, gone: writers[0]!.segmentId, stays: writers[1]! };
  };

  it('holds up nobody’s grant while its files are written again', async () => {
    const slow = new HeldDisk(place.open);
    let files = 0;
    const third: typeof open = (...given) => ((files += 1) === 3 ? slow.open(...given) : place.open(...given));
    slow.hold();
    const { journal, gone } = await takenBack(third);
    await until(() => slow.waiting === 1);
    expect(await journal.syncSoon()).toBe(true);
    expect(await framesOf(gone)).toBeGreaterThan(0);
    slow.release();
    await until(async () => (await framesOf(gone)) === 0);
    await journal.close();
  });

  it('whose files cannot be written again leaves the journal durable, and is tried again', async () => {
    const log = keptLog();
    let fails = true;
    let files = 0;
    const third: typeof open = (...given) =>
      (files += 1) > 2 && fails ? Promise.reject(Object.assign(new Error(), { code: 'ENOSPC' })) : place.open(...given);
    const { journal, gone } = await takenBack(third);
    await until(() => log.length > 0);
    expect(log).toHaveLength(1);
    expect(log[0]).toContain('journal.compaction-failed');
    expect(await journal.syncSoon()).toBe(true);
    expect(journal.trouble).toBeUndefined();
    fails = false;
    place.clock.advance(2000);
    await journal.flush();
    await until(async () => (await framesOf(gone)) === 0);
    await journal.close();
    diagnostics.replace(undefined);
  });

  it('keeps no file for what was released while it was written again', async () => {
    const slow = new HeldDisk(place.open);
    let files = 0;
    const third: typeof open = (...given) => ((files += 1) === 3 ? slow.open(...given) : place.open(...given));
    slow.hold();
    const { journal, stays } = await takenBack(third);
    await until(() => slow.waiting === 1);
    await stays.close();
    slow.release();
    await until(async () => (await journal.flush()) && journal.files.length === 1);
    await journal.close();
  });
});
