import type { http } from '@voxkeep/contracts';
import type { RecordingRecord } from '@voxkeep/operative';
import { msOfOctets, recordedTime } from '@voxkeep/recording';
import type { z } from 'zod';

type RecordingView = z.input<typeof http.recordingView>;

/** Whether a file of it stands in the books: neither a withdrawal nor a term nor an erasure has taken the last one. */
export function hasAudio({ segments }: Pick<RecordingRecord, 'segments'>): boolean {
  return segments.some(({ state }) => state !== 'removed');
}

/**
 * The gaps that still can be met: one within a file that was destroyed, or behind it before the next, went with it. Of a recording that
 * was removed none is left.
 */
function gapsLeft({ state, segments, gaps }: Pick<RecordingRecord, 'state' | 'segments' | 'gaps'>): RecordingRecord['gaps'] {
  if (state === 'removed') return [];
  const filled = segments.filter(({ octets }) => octets > 0).sort((a, b) => a.startMs - b.startMs);
  return gaps.filter(({ channel, fromMs }) => {
    const own = filled.filter((segment) => channel === null || segment.channel === channel);
    const near = own.findLast(({ startMs }) => startMs <= fromMs) ?? own[0];
    return near?.state !== 'removed';
  });
}

/** Where a recording begins, in ms of its call: with the first of it that is there, or is missing; what went before is no talk. */
export function beginOf(recording: Pick<RecordingRecord, 'state' | 'segments' | 'gaps'>): number {
  const starts = [
    ...recording.segments.filter(({ state }) => state !== 'removed').map(({ startMs }) => startMs),
    ...gapsLeft(recording).map(({ fromMs }) => fromMs),
  ];
  return starts.length === 0 ? 0 : Math.min(...starts);
}

/** A recording as the player needs it; times count from where it begins, its duration ends with its last segment, and what was recorded is what of it is there. */
export function recordingView(recording: Omit<RecordingRecord, 'codec' | 'inseparable'>): RecordingView {
  const { id, part, state, startedAt, endedAt } = recording;
  const beginMs = beginOf(recording);
  const segments = recording.segments
    .filter((segment) => segment.state !== 'removed')
    .map(({ channel, number, startMs, octets, state: kept }) => ({
      channel,
      number,
      startMs: startMs - beginMs,
      durationMs: Math.round(msOfOctets(octets)),
      state: kept,
    }));
  return {
    id,
    part,
    state,
    startedAt: startedAt.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
    durationMs: segments.reduce((end, { startMs, durationMs }) => Math.max(end, startMs + durationMs), 0),
    recordedMs: recordedTime(recording.segments, recording.gaps),
    segments,
    gaps: gapsLeft(recording).map(({ channel, fromMs, toMs, reason, cause, missingMs }) => ({
      channel,
      fromMs: fromMs - beginMs,
      toMs: toMs - beginMs,
      reason,
      cause,
      missingMs,
    })),
  };
}
