import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { ConsentGrant } from '@voxkeep/consent';
import fc from 'fast-check';
import { chunkBytes } from './chunk-layout.js';
import { openMessage } from './chunk-opener.js';
import { grantFor } from './grant.fixture.js';
import { openJournalFrame } from './journal-frame.js';
import { decodeJournal } from './journal-record.js';
import { segmentContext, segmentHeaderBytes, type SegmentHeader } from './segment-header.js';
import { journalKey, segmentInputKey } from './segment-keys.js';
import { SegmentSealer } from './segment-sealer.js';

const ownerKey = randomBytes(32);
const header: SegmentHeader = {
  recordingId: randomUUID(),
  segmentId: randomUUID(),
  ownerId: randomUUID(),
  channel: 'customer',
  segmentNumber: 1,
  codec: 'pcma',
  sampleRate: 8000,
  startMs: 1500,
};

/** Octets that look random but follow from a number, so that a failing run can be replayed. */
const octetsOf = (length: number) => createHash('shake256', { outputLength: length }).update(String(length)).digest();

/** Feeds pieces, asking for a frame after each piece that says so; returns the file and the journal made of it. */
const sealAll = (pieces: readonly { octets: Uint8Array; frame: boolean }[]) => {
  const sealer = SegmentSealer.begin(grantFor('customer').grant, ownerKey, header);
  const file: Buffer[] = [sealer.opening];
  const journal: Buffer[] = [];
  for (const { octets, frame } of pieces) {
    const due = sealer.accept(octets);
    file.push(...due.chunks);
    journal.push(...due.frames);
    const record = frame ? sealer.frame() : undefined;
    if (record) journal.push(record);
  }
  const rest = sealer.frame();
  if (rest) journal.push(rest);
  file.push(sealer.finish());
  return { file: Buffer.concat(file), journal: Buffer.concat(journal) };
};

const openFile = (file: Buffer) =>
  openMessage(segmentInputKey(ownerKey, header.segmentId), segmentContext(file), file.subarray(segmentHeaderBytes));

const openJournal = (journal: Buffer) => {
  const reading = decodeJournal(journal);
  expect(reading.tail).toBe('clean');
  const frames = reading.records.flatMap(({ record }) => (record.kind === 'frame' ? [record] : []));
  for (const { offset, octets } of frames)
    expect(Math.floor(offset / chunkBytes)).toBe(Math.floor((offset + octets - 1) / chunkBytes));
  return Buffer.concat(frames.map((frame) => openJournalFrame(journalKey(ownerKey, header.segmentId), frame)));
};

const scripts = fc.array(fc.record({ octets: fc.integer({ min: 1, max: 40_000 }).map(octetsOf), frame: fc.boolean() }), {
  maxLength: 6,
});

describe('sealing a segment', () => {
  it('gives back every octet from the file and from the journal, however the octets were cut', () => {
    fc.assert(
      fc.property(scripts, (pieces) => {
        const sealed = sealAll(pieces);
        const spoken = Buffer.concat(pieces.map(({ octets }) => octets));
        return openFile(sealed.file).equals(spoken) && openJournal(sealed.journal).equals(spoken);
      }),
      { numRuns: 200 },
    );
  });

  it('ends a segment that fills its chunks exactly with an empty last chunk', () => {
    const { file } = sealAll([{ octets: randomBytes(2 * chunkBytes), frame: false }]);
    expect(file.length).toBe(segmentHeaderBytes + 56 + 2 * 16_400 + 16);
    expect(openFile(file)).toHaveLength(2 * chunkBytes);
  });

  it('never puts an octet as spoken into file or journal', () => {
    const octets = randomBytes(50_000);
    const { file, journal } = sealAll([{ octets, frame: true }]);
    for (let at = 0; at + 16 <= octets.length; at += 997) {
      expect(file.includes(octets.subarray(at, at + 16)) || journal.includes(octets.subarray(at, at + 16))).toBe(false);
    }
  });
});

describe('the grant', () => {
  const begun = () => {
    const { grant, withdraw } = grantFor('customer');
    return { withdraw, sealer: SegmentSealer.begin(grant, ownerKey, header) };
  };

  it('lets octets in while it lives', () => {
    const { sealer } = begun();
    sealer.accept(Buffer.alloc(160));
    expect(sealer.octets).toBe(160);
  });

  it('lets nothing in once it has ended', () => {
    const { withdraw, sealer } = begun();
    sealer.accept(Buffer.alloc(160));
    withdraw();
    expect(() => sealer.accept(Buffer.alloc(160))).toThrow('consent.not-live');
    expect(sealer.octets).toBe(160);
  });

  it('still lets what was said before its end be closed', () => {
    const { withdraw, sealer } = begun();
    sealer.accept(Buffer.alloc(160, 7));
    withdraw();
    expect(openFile(Buffer.concat([sealer.opening, sealer.finish()]))).toEqual(Buffer.alloc(160, 7));
  });

  it('begins nothing when it is over already', () => {
    const { grant, withdraw } = grantFor('customer');
    withdraw();
    expect(() => SegmentSealer.begin(grant, ownerKey, header)).toThrow('consent.not-live');
  });

  it('of one channel does not cover the other, nor a mixed stream', () => {
    const agent = grantFor('agent').grant;
    expect(() => SegmentSealer.begin(agent, ownerKey, header)).toThrow('consent.other-channel');
    expect(() => SegmentSealer.begin(agent, ownerKey, { ...header, channel: 'mixed' })).toThrow('consent.other-channel');
  });
});

describe('an imitation of a grant', () => {
  it('begins nothing', () => {
    const imitation = { channels: ['customer'], isLive: () => true, covers: () => true } as unknown as ConsentGrant;
    expect(() => SegmentSealer.begin(imitation, ownerKey, header)).toThrow('consent.forged-grant');
  });
});

describe('a finished segment', () => {
  it('takes no more octets', () => {
    const sealer = SegmentSealer.begin(grantFor('customer').grant, ownerKey, header);
    sealer.finish();
    expect(() => sealer.finish()).toThrow('recording.message-ended');
  });
});
