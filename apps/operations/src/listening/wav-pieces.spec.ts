import { buildTimeline, wavBytes, type PlaybackTimeline, type SegmentRead } from '@voxkeep/recording';
import { decodeG711, encodeG711 } from '@voxkeep/telephony';
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

describe('streams that share a side', () => {
  /** Each segment is one level throughout: a sum says who was heard. */
  const levels = { agent: 1000, third: 2000, loud: 30_000, customer: 500 } as const;
  const levelOf = (name: string) => levels[name as keyof typeof levels];
  const source: OctetSource = {
    octets: ({ segmentId, octets }) =>
      Promise.resolve({
        codec: 'pcma',
        octets: Buffer.from(encodeG711('PCMA', new Int16Array(octets).fill(levelOf(segmentId)))),
      }),
  };
  /** What a level sounds like once G.711 has rounded it. */
  const heard = (name: string) => decodeG711('PCMA', encodeG711('PCMA', Int16Array.of(levelOf(name))))[0] ?? 0;
  const segment = (segmentId: string, channel: 'customer' | 'agent' | 'mixed', startMs = 0, octets = 8000) => ({
    ...{ segmentId, channel, startMs, octets },
  });
  const play = async (line: PlaybackTimeline, span = { from: 0, to: wavBytes(line) }) => {
    const pieces: Buffer[] = [];
    for await (const piece of wavPieces(line, span, source, allowed)) pieces.push(piece);
    return Buffer.concat(pieces);
  };
  const frameAt = (wav: Buffer, sample: number) => [wav.readInt16LE(44 + sample * 4), wav.readInt16LE(46 + sample * 4)];

  it('are all heard where they overlap, and alone where they do not', async () => {
    const wav = await play(
      buildTimeline([segment('customer', 'customer'), segment('agent', 'agent'), segment('third', 'agent', 500)], []),
    );
    expect(frameAt(wav, 3999)).toEqual([heard('customer'), heard('agent')]);
    expect(frameAt(wav, 4000)).toEqual([heard('customer'), heard('agent') + heard('third')]);
    expect(frameAt(wav, 7999)).toEqual([heard('customer'), heard('agent') + heard('third')]);
    expect(frameAt(wav, 8000)).toEqual([0, heard('third')]);
  });

  it('are heard beside a mixed stream on both sides', async () => {
    const wav = await play(buildTimeline([segment('third', 'mixed'), segment('customer', 'customer')], []));
    expect(frameAt(wav, 100)).toEqual([heard('third') + heard('customer'), heard('third')]);
  });

  it('are limited to what 16 bits hold, once, after all were added', async () => {
    const line = buildTimeline([segment('loud', 'agent'), segment('loud', 'agent'), segment('third', 'agent')], []);
    expect(frameAt(await play(line), 0)[1]).toBe(32_767);
  });

  it('sound the same in any range of the file', async () => {
    const line = buildTimeline([segment('agent', 'agent', 0, 40_000), segment('third', 'agent', 10, 40_000)], []);
    const whole = await play(line);
    for (const [from, to] of [
      [0, 45],
      [46, 300],
      [16_384 * 4, 16_384 * 4 + 90],
      [70_001, 150_003],
    ] as const)
      expect((await play(line, { from, to })).equals(whole.subarray(from, to))).toBe(true);
  });
});
