import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { decodeSegmentHeader, encodeSegmentHeader, segmentContext, type SegmentHeader } from './segment-header.js';

const header: SegmentHeader = {
  recordingId: randomUUID(),
  segmentId: '0198c0de-0000-7000-8000-000000000001',
  ownerId: randomUUID(),
  channel: 'agent',
  segmentNumber: 3,
  codec: 'pcmu',
  sampleRate: 8000,
  startMs: 86_400_000,
};

describe('the outer header of a segment', () => {
  it('is read as it was written', () => {
    expect(decodeSegmentHeader(encodeSegmentHeader(header))).toEqual(header);
  });

  it('never decodes into another header than the bytes say, and throws only its own refusals', () => {
    const bytes = encodeSegmentHeader(header);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 71 }), fc.integer({ min: 1, max: 255 }), (at, mask) => {
        const changed = Buffer.from(bytes);
        changed.writeUInt8(changed.readUInt8(at) ^ mask, at);
        try {
          return encodeSegmentHeader(decodeSegmentHeader(changed)).equals(changed);
        } catch (refusal) {
          return ['recording.header', 'recording.id'].includes((refusal as { code: string }).code);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['start', { startMs: -1 }],
    ['start', { startMs: 0.5 }],
    ['segment-number', { segmentNumber: 0 }],
    ['sample-rate', { sampleRate: 16_000 }],
  ])('refuses a %s out of bounds', (field, change) => {
    expect(() => encodeSegmentHeader({ ...header, ...change })).toThrow(
      expect.objectContaining({ code: 'recording.header', data: { field } }) as Error,
    );
  });

  it('refuses an id that is not a random or time-ordered UUID', () => {
    expect(() => encodeSegmentHeader({ ...header, recordingId: '../../etc' })).toThrow('recording.id');
  });

  it('gives another context for another header', () => {
    const other = encodeSegmentHeader({ ...header, startMs: 1 });
    expect(segmentContext(other)).not.toEqual(segmentContext(encodeSegmentHeader(header)));
  });
});
