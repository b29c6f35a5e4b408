import fc from 'fast-check';
import { buildTimeline, planSamples, planWavRange, wavBytes, type TimelineSegment } from './timeline.js';

const segments: readonly TimelineSegment[] = [
  { segmentId: 'c1', channel: 'customer', startMs: 1000, octets: 40_000 },
  { segmentId: 'c2', channel: 'customer', startMs: 10_000, octets: 8000 },
  { segmentId: 'a1', channel: 'agent', startMs: 1020, octets: 80_000 },
];
const timeline = buildTimeline(segments, [
  { reason: 'pause', fromMs: 6000, toMs: 10_000 },
  { reason: 'lost', fromMs: 11_000 },
]);

describe('the timeline of a recording', () => {
  it('ends with its last sample', () => {
    expect(timeline.totalSamples).toBe(88_160);
  });

  it('states gaps in samples and ends an open one with the recording', () => {
    expect(timeline.gaps).toEqual([
      { reason: 'pause', fromSample: 48_000, toSample: 80_000 },
      { reason: 'lost', fromSample: 88_000, toSample: 88_160 },
    ]);
  });

  it('asks only for the chunks that a second needs', () => {
    expect(planSamples(timeline, 40_000, 48_000)).toEqual([
      { segmentId: 'c1', sides: ['left'], atSample: 40_000, fromOctet: 32_000, octets: 8000, firstChunk: 1, lastChunk: 2 },
      { segmentId: 'a1', sides: ['right'], atSample: 40_000, fromOctet: 31_840, octets: 8000, firstChunk: 1, lastChunk: 2 },
    ]);
  });

  it('asks for nothing where nothing was said', () => {
    expect(planSamples(timeline, 0, 8000)).toEqual([]);
  });

  it('counts from where it begins, however far from the start of the call that lies', () => {
    const far = 31 * 24 * 3_600_000;
    const later = segments.map((segment) => ({ ...segment, startMs: segment.startMs + far }));
    const { totalSamples, segments: placed } = buildTimeline(later, [], far + 1000);
    expect([totalSamples, placed.map(({ fromSample }) => fromSample)]).toEqual([80_160, [0, 160, 72_000]]);
    expect(() => buildTimeline(later, [])).toThrow('recording.too-long');
  });

  it('plays a mixed stream on both sides', () => {
    const mixed = buildTimeline([{ segmentId: 'm', channel: 'mixed', startMs: 0, octets: 10 }], []);
    expect(planSamples(mixed, 0, 10)[0]?.sides).toEqual(['left', 'right']);
  });

  it('read piece by piece covers every octet once', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 1, max: timeline.totalSamples - 1 }), { maxLength: 8 }), (cuts) => {
        const edges = [0, ...cuts.sort((a, b) => a - b), timeline.totalSamples];
        const reads = edges.slice(1).flatMap((to, i) => planSamples(timeline, edges[i]!, to));
        return segments.every(({ segmentId, octets }) => {
          const own = reads.filter((read) => read.segmentId === segmentId);
          return own.reduce((sum, read) => (sum === read.fromOctet ? sum + read.octets : NaN), 0) === octets;
        });
      }),
    );
  });
});

describe('a byte range of the WAV file', () => {
  it('is answered by exactly its bytes, wherever it starts', () => {
    fc.assert(
      fc.property(fc.nat(wavBytes(timeline)), fc.nat(wavBytes(timeline)), (a, b) => {
        const [from, to] = a < b ? [a, b] : [b, a];
        const plan = planWavRange(timeline, from, to);
        const given = plan.header.to - plan.header.from + plan.bytes;
        const available = (plan.samples.to - plan.samples.from) * 4 - plan.skip;
        return given === to - from && available >= plan.bytes && available < plan.bytes + 4;
      }),
    );
  });

  it('beyond the file is refused', () => {
    expect(() => planWavRange(timeline, 0, wavBytes(timeline) + 1)).toThrow('recording.range');
  });
});
