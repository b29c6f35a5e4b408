import type { http } from '@voxkeep/contracts';
import type { RecordingRecord } from '@voxkeep/operative';
import { msOfOctets } from '@voxkeep/recording';
import type { z } from 'zod';

type RecordingView = z.input<typeof http.recordingView>;

/** Whether a file of it stands in the books: neither a withdrawal nor a term nor an erasure has taken the last one. */
export function hasAudio({ segments }: Pick<RecordingRecord, 'segments'>): boolean {
  return segments.some(({ state }) => state !== 'removed');
}

/** A recording as the player needs it; times count from the start of the call, so the duration ends with its last segment. */
export function recordingView(recording: Omit<RecordingRecord, 'codec' | 'inseparable'>): RecordingView {
  const { id, part, state, startedAt, endedAt } = recording;
  const segments = recording.segments
    .filter((segment) => segment.state !== 'removed')
    .map(({ channel, number, startMs, octets, state: kept }) => ({
      channel,
      number,
      startMs,
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
    segments,
    gaps: recording.gaps.map(({ channel, fromMs, toMs, reason, cause, missingMs }) => ({
      channel,
      fromMs,
      toMs,
      reason,
      cause,
      missingMs,
    })),
  };
}
