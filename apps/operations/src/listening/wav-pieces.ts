import { VoxkeepError } from '@voxkeep/contracts';
import { G711_RATE, decodeG711, wavHeader } from '@voxkeep/telephony';
import { chunkBytes, planSamples, planWavRange, type PlaybackTimeline, type SegmentRead } from '@voxkeep/recording';
import type { ByteSpan } from './byte-range.js';
import type { SegmentOctets } from './sealed-segments.js';

/** Where the octets of a read come from. */
export interface OctetSource {
  octets(read: SegmentRead): Promise<SegmentOctets>;
}

/** Samples that are decrypted and decoded at once: two seconds, about one chunk of each channel. */
const windowSamples = chunkBytes;
const frameBytes = 4;
const [quietest, loudest] = [-32_768, 32_767];
const names = { pcma: 'PCMA', pcmu: 'PCMU' } as const;

/**
 * The bytes of a span of the recording as a two-channel WAV file, piece by piece: the next one is made when the reader has room
 * for it. `stillAllowed` is asked before each piece; when it answers false, `listening.ended` is thrown.
 */
export async function* wavPieces(
  timeline: PlaybackTimeline,
  span: ByteSpan,
  source: OctetSource,
  stillAllowed: () => Promise<boolean>,
): AsyncGenerator<Buffer, void, undefined> {
  const plan = planWavRange(timeline, span.from, span.to);
  const header = Buffer.from(wavHeader({ channels: 2, rate: G711_RATE, samples: timeline.totalSamples }));
  // The header goes out with the first samples, so that whatever is wrong with them is known before anything was answered.
  let before = header.subarray(plan.header.from, plan.header.to);
  let { skip, bytes: left } = plan;
  for (let from = plan.samples.from; from < plan.samples.to; from += windowSamples) {
    if (!(await stillAllowed())) throw new VoxkeepError('listening.ended');
    const frames = await stereoFrames(timeline, from, Math.min(from + windowSamples, plan.samples.to), source);
    const samples = frames.subarray(skip, skip + left);
    left -= samples.length;
    skip = 0;
    yield before.length > 0 ? Buffer.concat([before, samples]) : samples;
    before = header.subarray(0, 0);
  }
  if (before.length > 0) yield before;
}

/** Left and right, interleaved, 16-bit little-endian; silence where nothing was kept. */
async function stereoFrames(timeline: PlaybackTimeline, from: number, to: number, source: OctetSource): Promise<Buffer> {
  const frames = Buffer.alloc((to - from) * frameBytes);
  const reads = planSamples(timeline, from, to);
  // Nearly all calls have one voice on each side: only where several share one is there anything to add.
  const mix = overlaps(reads) ? new Int32Array(frames.length / 2) : undefined;
  for (const read of reads) {
    const { codec, octets } = await source.octets(read);
    const samples = decodeG711(names[codec], octets);
    for (const side of read.sides) {
      const frame = read.atSample - from;
      if (mix) add(mix, samples, frame * 2 + (side === 'left' ? 0 : 1));
      else place(frames, samples, frame * frameBytes + (side === 'left' ? 0 : 2));
    }
  }
  mix?.forEach((sum, at) => frames.writeInt16LE(Math.max(quietest, Math.min(loudest, sum)), at * 2));
  return frames;
}

/** Whether two reads sound at once on one side; they come in the order of their start. */
function overlaps(reads: readonly SegmentRead[]): boolean {
  const end = { left: 0, right: 0 };
  return reads.some(({ sides, atSample, octets }) => {
    const hits = sides.some((side) => atSample < end[side]);
    for (const side of sides) end[side] = Math.max(end[side], atSample + octets);
    return hits;
  });
}

function place(frames: Buffer, samples: Int16Array, offset: number): void {
  for (let at = 0; at < samples.length; at += 1) frames.writeInt16LE(samples[at] ?? 0, offset + at * frameBytes);
}

/** Added in 32 bits and limited once at the end, so that the sum does not depend on who came first. */
function add(mix: Int32Array, samples: Int16Array, offset: number): void {
  for (let at = 0; at < samples.length; at += 1) mix[offset + at * 2] = (mix[offset + at * 2] ?? 0) + (samples[at] ?? 0);
}
