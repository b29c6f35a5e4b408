import { listJournalFiles } from './journal-file.js';
import { readRecords } from './journal-index.js';
import { aHeader, granted, speech, Workplace } from './media.fixture.js';
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
      await readRecords(path, (records) => {
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
    expect(await framesOf(gone.segmentId)).toBe(0);
    expect(await framesOf(stays.segmentId)).toBeGreaterThan(0);
    const recovery = await recoverSegments({ journalFiles: journal.files, vault, ownerKeyFor: place.keyFor });
    expect(recovery.recovered).toMatchObject([{ segmentId: stays.segmentId, octets: 8000, lost: [] }]);
    await writers[1]!.close();
    await journal.close();
  });
});
