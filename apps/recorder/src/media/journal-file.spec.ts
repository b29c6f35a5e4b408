import { randomBytes, randomUUID } from 'node:crypto';
import { mkdir, type open } from 'node:fs/promises';
import { encodeJournalRecord, type JournalRecord } from '@voxkeep/recording';
import { markTakenBack } from './journal-compaction.js';
import { JournalFile } from './journal-file.js';
import { readRecords } from './journal-index.js';
import { Workplace } from './media.fixture.js';

describe('a file of the journal whose disk fills up in the middle of a write', () => {
  let place: Workplace;
  beforeEach(async () => {
    place = await Workplace.make();
    await mkdir(place.journalFolder);
  });
  afterEach(() => place.clear());

  const aFact = (): Extract<JournalRecord, { kind: 'fact' }> => ({
    ...{ kind: 'fact', recordingId: randomUUID(), owner: randomUUID(), number: 1 },
    ...{ nonce: randomBytes(24), sealed: randomBytes(100) },
  });

  it('marks the call whose fact stands there whole, and finds none of the call whose fact does not', async () => {
    let roomLeft = Infinity;
    const filling: typeof open = async (...given) => {
      const handle = await place.open(...given);
      const genuine = handle.write.bind(handle) as (bytes: Buffer, at: number, length: number) => ReturnType<typeof handle.write>;
      const write = (bytes: Buffer, at: number, length: number) => {
        const fits = Math.min(length, roomLeft);
        if (fits === 0) return Promise.reject(Object.assign(new Error(), { code: 'ENOSPC' }));
        roomLeft -= fits;
        return genuine(bytes, at, fits);
      };
      return Object.assign(handle, { write });
    };
    const file = await JournalFile.create(place.journalFolder, 0, [], filling);
    const facts = [aFact(), aFact()] as const;
    const [whole, cut] = facts.map(({ recordingId }) => recordingId) as [string, string];
    const records = facts.map(encodeJournalRecord);
    roomLeft = records[0]!.length + 10;
    await expect(file.append(records)).rejects.toMatchObject({ code: 'ENOSPC' });
    await file.close();
    expect(await markTakenBack(file, new Set([whole, cut]))).toEqual(new Set([whole]));
    const read: JournalRecord[] = [];
    await readRecords(file.path, (found) => void read.push(...found.map(({ record }) => record)));
    expect(read).toMatchObject([{ kind: 'fact', recordingId: whole, takenBack: true }]);
  });
});
