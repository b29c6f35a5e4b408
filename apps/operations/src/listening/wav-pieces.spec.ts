import { buildTimeline, wavBytes, type SegmentRead } from '@voxkeep/recording';
import { wavPieces, type OctetSource } from './wav-pieces.js';

const minuteOctets = 480_000;
const timeline = buildTimeline([{ segmentId: 's', channel: 'customer', startMs: 0, octets: minuteOctets }], []);

function aSource(): OctetSource & { readonly reads: SegmentRead[] } {
  const reads: SegmentRead[] = [];
  const octets = (read: SegmentRead) => {
    reads.push(read);
    return Promise.resolve({ codec: 'pcma' as const, octets: Buffer.alloc(read.octets, 0xd5) });
  };
  return { reads, octets };
}
const allowed = () => Promise.resolve(true);
const chunksOf = ({ reads }: ReturnType<typeof aSource>) => [
  ...new Set(reads.flatMap(({ firstChunk, lastChunk }) => [firstChunk, lastChunk])),
];

describe('the pieces of an answer', () => {
  it('are made one at a time, when they are asked for', async () => {
    const source = aSource();
    const pieces = wavPieces(timeline, { from: 0, to: wavBytes(timeline) }, source, allowed);
    await pieces.next();
    expect(chunksOf(source)).toEqual([0]);
  });

  it('open only the chunks of the span', async () => {
    const source = aSource();
    const from = 44 + 200_000 * 4;
    for await (const piece of wavPieces(timeline, { from, to: from + 100 }, source, allowed)) expect(piece).toHaveLength(100);
    expect(chunksOf(source)).toEqual([12]);
  });

  it('end when listening is no longer allowed', async () => {
    const pieces = wavPieces(timeline, { from: 0, to: wavBytes(timeline) }, aSource(), () => Promise.resolve(false));
    await expect(pieces.next()).rejects.toMatchObject({ code: 'listening.ended' });
  });

  it('begin with the header, together with the first samples', async () => {
    const { value } = await wavPieces(timeline, { from: 0, to: 1000 }, aSource(), allowed).next();
    expect([value?.subarray(0, 4).toString(), value?.length]).toEqual(['RIFF', 1000]);
  });
});
