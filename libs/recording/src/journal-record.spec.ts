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

  it('says so wherever a power cut tore the mark, and what lies behind is read', () => {
    for (let n = 0; n < 50; n += 1) {
      const sealed = { nonce: randomBytes(24), sealed: randomBytes(100) };
      const fact: FactRecord = { kind: 'fact', recordingId: randomUUID(), owner: randomUUID(), number: 3, ...sealed };
      const { at, bytes } = takenBackMark(fact);
      for (const [from, to] of [1, 2, 3, 4].flatMap((cut) => [[0, cut] as const, [cut, 5] as const])) {
        const record = encodeJournalRecord(fact);
        bytes.copy(record, at + from, from, to);
        const { tail, records } = decodeJournal(Buffer.concat([record, closed]));
        expect([tail, records.map(({ record }) => record.kind)]).toEqual(['clean', ['fact', 'closed']]);
        const isAsBefore = record.equals(encodeJournalRecord(fact));
        expect(records[0]?.record).toEqual(isAsBefore ? fact : { ...fact, takenBack: true });
      }
    }
  });

  it('is damaged where anything else of it is not as written', () => {
    const sealed = { nonce: randomBytes(24), sealed: randomBytes(100) };
    const record = encodeJournalRecord({ kind: 'fact', recordingId: randomUUID(), owner: randomUUID(), number: 3, ...sealed });
    for (const at of [4, 7, 8, 40, record.length - 1]) {
      const changed = Buffer.from(record);
      changed[at]! ^= 0x5a;
      expect(decodeJournal(changed).tail).toBe('damaged');
    }
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
