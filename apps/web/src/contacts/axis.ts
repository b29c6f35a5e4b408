import type { http } from '@voxkeep/contracts';

type Recording = http.ContactDetail['recordings'][number];
const steps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600];
const mostTicks = 8;

/** Length of the time axis in ms: 0 is where the recording begins, and it ends with whatever ends last. */
export function spanOf({ durationMs, segments, gaps }: Pick<Recording, 'durationMs' | 'segments' | 'gaps'>): number {
  return Math.max(1, durationMs, ...segments.map((s) => s.startMs + s.durationMs), ...gaps.map((g) => g.toMs));
}

/** Where playing can be on that axis, in s: the axis is as long as that of the lanes, and there is nothing to hear after what was kept. */
export function playAxis(recording: Pick<Recording, 'durationMs' | 'segments' | 'gaps'>): {
  spanSeconds: number;
  lastSecond: number;
} {
  return { spanSeconds: Math.max(1, spanOf(recording) / 1000), lastSecond: recording.durationMs / 1000 };
}

/** Places for at most eight marks at round times, in ms from 0. */
export function ticksOf(spanMs: number): number[] {
  const seconds = spanMs / 1000;
  const step = steps.find((each) => seconds / each <= mostTicks) ?? Math.ceil(seconds / mostTicks);
  return Array.from({ length: Math.floor(seconds / step) + 1 }, (_, n) => n * step * 1000);
}

/** A share of the axis as an SVG length, kept within the axis. */
export function share(ms: number, spanMs: number): string {
  return `${String(Math.round(Math.min(1, Math.max(0, ms / spanMs)) * 100_000) / 1000)}%`;
}
