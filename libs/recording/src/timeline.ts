import { VoxkeepError, type AudioChannel, type GapReason } from '@voxkeep/contracts';
import { locateOctet } from './chunk-layout.js';
import type { RecordingGap } from './recording-gap.js';
import { octetsOfMs } from './segment-header.js';

/** What the timeline needs to know of a segment; G.711, so octets are samples at 8000 a second. */
export interface TimelineSegment {
  readonly segmentId: string;
  readonly channel: AudioChannel;
  readonly startMs: number;
  readonly octets: number;
}

/** A segment on the sample axis, `toSample` exclusive. */
export interface PlacedSegment extends TimelineSegment {
  readonly fromSample: number;
  readonly toSample: number;
}

/** A gap on the sample axis; it ends with the recording when it was never closed. */
export interface PlacedGap {
  readonly reason: GapReason;
  readonly fromSample: number;
  readonly toSample: number;
}

/** A recording as it plays: sample 0 is where it begins, however long the call or what was announced of it had gone on before. */
export interface PlaybackTimeline {
  readonly totalSamples: number;
  readonly segments: readonly PlacedSegment[];
  readonly gaps: readonly PlacedGap[];
}

/** Customer left, agent right; a mixed stream sounds on both sides. */
export type StereoSide = 'left' | 'right';

/** Octets to read from one segment: which chunks to open, what of them to take, where it plays. */
export interface SegmentRead {
  readonly segmentId: string;
  readonly sides: readonly StereoSide[];
  /** First sample of the timeline that the octets fill. */
  readonly atSample: number;
  readonly fromOctet: number;
  readonly octets: number;
  readonly firstChunk: number;
  readonly lastChunk: number;
}

const wavHeaderBytes = 44;
const frameBytes = 4;
/** RIFF counts its bytes in 32 bits: 37 hours of two-channel 16-bit sound. */
const longestSamples = Math.floor((2 ** 32 - 1 - wavHeaderBytes) / frameBytes);

/**
 * Places segments and gaps on the sample axis; sample 0 is at `beginMs`. Throws `recording.too-long` beyond what a WAV file can hold.
 */
export function buildTimeline(
  segments: readonly TimelineSegment[],
  gaps: readonly RecordingGap[],
  beginMs = 0,
): PlaybackTimeline {
  const placed = segments.map((segment) => placeSegment(segment, beginMs)).sort((a, b) => a.fromSample - b.fromSample);
  const totalSamples = placed.reduce((end, segment) => Math.max(end, segment.toSample), 0);
  if (totalSamples > longestSamples) throw new VoxkeepError('recording.too-long', { samples: totalSamples });
  const onAxis = gaps.map(({ reason, fromMs, toMs }) => {
    const fromSample = octetsOfMs(fromMs - beginMs);
    return { reason, fromSample, toSample: toMs === undefined ? Math.max(fromSample, totalSamples) : octetsOfMs(toMs - beginMs) };
  });
  return { totalSamples, segments: placed, gaps: onAxis.sort((a, b) => a.fromSample - b.fromSample) };
}

function placeSegment(segment: TimelineSegment, beginMs: number): PlacedSegment {
  const fromSample = octetsOfMs(segment.startMs - beginMs);
  return { ...segment, fromSample, toSample: fromSample + segment.octets };
}

/**
 * Which octets sound between two samples (`to` exclusive), in the order in which their segments start. What no read covers is
 * silence. Where reads of one side overlap (a third stream of a call, a mixed stream beside a voice of its own, the jitter of
 * clocks), all of them sound: whoever plays them adds them.
 */
export function planSamples(timeline: PlaybackTimeline, from: number, to: number): readonly SegmentRead[] {
  return timeline.segments.flatMap((segment) => {
    const atSample = Math.max(from, segment.fromSample);
    const end = Math.min(to, segment.toSample);
    if (atSample >= end) return [];
    const fromOctet = atSample - segment.fromSample;
    const octets = end - atSample;
    const firstChunk = locateOctet(fromOctet).chunk;
    const lastChunk = locateOctet(fromOctet + octets - 1).chunk;
    return [
      { segmentId: segment.segmentId, sides: sidesOf(segment.channel), atSample, fromOctet, octets, firstChunk, lastChunk },
    ];
  });
}

function sidesOf(channel: AudioChannel): readonly StereoSide[] {
  if (channel === 'mixed') return ['left', 'right'];
  return channel === 'customer' ? ['left'] : ['right'];
}

/** Bytes of the whole recording as a two-channel 16-bit WAV file. */
export function wavBytes(timeline: PlaybackTimeline): number {
  return wavHeaderBytes + timeline.totalSamples * frameBytes;
}

/** What answers a byte range of the WAV file. */
export interface WavRangePlan {
  /** Bytes of the 44-byte header wanted, `to` exclusive; empty when both are equal. */
  readonly header: { readonly from: number; readonly to: number };
  /** Samples that cover the range, `to` exclusive; each is 4 bytes (left, right). */
  readonly samples: { readonly from: number; readonly to: number };
  /** Bytes to skip at the start of those samples. */
  readonly skip: number;
  /** Bytes to send after the header part. */
  readonly bytes: number;
}

/** Plans bytes `from` … `to` (exclusive) of the WAV file. Throws `recording.range` when they do not lie inside it. */
export function planWavRange(timeline: PlaybackTimeline, from: number, to: number): WavRangePlan {
  const inside = Number.isInteger(from) && Number.isInteger(to) && from >= 0 && from <= to && to <= wavBytes(timeline);
  if (!inside) throw new VoxkeepError('recording.range', { from, to });
  const start = Math.max(0, from - wavHeaderBytes);
  const end = Math.max(0, to - wavHeaderBytes);
  return {
    header: { from: Math.min(from, wavHeaderBytes), to: Math.min(to, wavHeaderBytes) },
    samples: { from: Math.floor(start / frameBytes), to: Math.ceil(end / frameBytes) },
    skip: start % frameBytes,
    bytes: end - start,
  };
}
