import { randomBytes, randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { FrameSealer, openJournalFrame } from './journal-frame.js';
import { decodeJournal, encodeJournalRecord, takenBackMark, type FactRecord, type FrameRecord } from './journal-record.js';

const key = randomBytes(32);
const segmentId = randomUUID();
const sealer = new FrameSealer(key, segmentId, 8000);
const opened = encodeJournalRecord({ kind: 'opened', segmentId, fileId: randomUUID(), header: randomBytes(72) });
const frames = [0, 4000, 8000].map((offset) => sealer.seal(offset, Buffer.alloc(4000, offset / 4000)));
const closed = encodeJournalRecord({ kind: 'closed', segmentId });
const journal = Buffer.concat([opened, ...frames, closed]);

describe('a journal', () => {
  it('is read as it was written', () => {
    const reading = decodeJournal(journal);
    expect(reading.records.map(({ record }) => record.kind)).toEqual(['opened', 'frame', 'frame', 'frame', 'closed']);
    expect(reading).toMatchObject({ consumed: journal.length, tail: 'clean' });
  });

  it('cut anywhere gives the records before the cut and says that the tail is torn', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: journal.length - 1 }), (cut) => {
        const whole = decodeJournal(journal).records.filter(({ at, bytes }) => at + bytes <= cut);
        const reading = decodeJournal(journal.subarray(0, cut));
        return (
          reading.records.length === whole.length &&
          (reading.consumed === cut ? reading.tail === 'clean' : reading.tail === 'incomplete')
        );
      }),
    );
  });

  it('stops at a zeroed tail, as a power cut leaves it', () => {
    const reading = decodeJournal(Buffer.concat([opened, Buffer.alloc(4096)]));
    expect(reading).toMatchObject({ consumed: opened.length, tail: 'damaged' });
  });

  it('stops at a flipped bit and never throws', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: journal.length - 1 }), fc.integer({ min: 0, max: 7 }), (at, bit) => {
        const changed = Buffer.from(journal);
        changed.writeUInt8(changed.readUInt8(at) ^ (1 << bit), at);
        const reading = decodeJournal(changed);
        return reading.tail !== 'clean' && reading.consumed <= at;
      }),
      { numRuns: 500 },
    );
  });
});

describe('a fact of a call whose audio was taken back', () => {
  it('is marked in its place by a few bytes and stays what it was', () => {
    const sealed = { nonce: randomBytes(24), sealed: randomBytes(100) };
    const fact: FactRecord = { kind: 'fact', recordingId: randomUUID(), owner: randomUUID(), number: 3, ...sealed };
    const record = encodeJournalRecord(fact);
    const { at, bytes } = takenBackMark(fact);
    bytes.copy(record, at);
    expect(bytes).toHaveLength(5);
    const reading = decodeJournal(Buffer.concat([record, closed]));
    expect([reading.tail, reading.records[0]?.record]).toEqual(['clean', { ...fact, takenBack: true }]);
  });
});

describe('a frame', () => {
  const [frame] = decodeJournal(frames[1]!).records.map(({ record }) => record as FrameRecord);

  it('opens under the key it was sealed with', () => {
    expect(openJournalFrame(key, frame!)).toEqual(Buffer.alloc(4000, 1));
  });

  it('opens neither at another offset, nor for another segment, nor under another key', () => {
    expect(() => openJournalFrame(key, { ...frame!, offset: 0 })).toThrow('xaes.not-authentic');
    expect(() => openJournalFrame(key, { ...frame!, segmentId: randomUUID() })).toThrow('xaes.not-authentic');
    expect(() => openJournalFrame(randomBytes(32), frame!)).toThrow('xaes.not-authentic');
  });
});
