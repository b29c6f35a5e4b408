import { msOfOctets } from '../segment-header.js';
import type { FileInBooks } from './left-of-measure.js';

/** A file and where it begins, in ms of its call. */
export interface PlacedFile extends FileInBooks {
  readonly startMs: number;
}

/** A stretch that is missing; `missingMs`: so much silence stands for it inside a file, null where no file covers it. */
export interface GapInBooks {
  readonly channel: string | null;
  readonly fromMs: number;
  readonly missingMs: number | null;
}

/** From here on one voice more is there, or one less. */
interface Step {
  readonly atMs: number;
  readonly by: 1 | -1;
}

/**
 * Time of which at least one voice is there, in whole milliseconds: what two channels have at the same time counts once, and silence that
 * stands for what was lost counts for nothing; that of the sender is what was said. A stretch of several losses says how much of it is
 * missing and not where: it is taken for its beginning.
 */
export function recordedTime(files: readonly PlacedFile[], gaps: readonly GapInBooks[]): number {
  const standing = files.filter(({ state }) => state !== 'removed');
  const channels = [...new Set(standing.map(({ channel }) => channel))];
  const heard = channels.flatMap((channel) => heardIn(stepsOf(channel, standing, gaps)));
  const lengths = spansOver(heard).map(([from, to]) => to - from);
  return Math.round(lengths.reduce((sum, ms) => sum + ms, 0));
}

function stepsOf(channel: string, files: readonly PlacedFile[], gaps: readonly GapInBooks[]): readonly Step[] {
  const kept = files.filter((file) => file.channel === channel);
  const lost = gaps.filter((gap) => gap.channel === channel);
  return [
    ...kept.flatMap(({ startMs, octets }) => pair(startMs, msOfOctets(octets), 1)),
    ...lost.flatMap(({ fromMs, missingMs }) => pair(fromMs, missingMs ?? 0, -1)),
  ];
}

const pair = (fromMs: number, ms: number, by: 1 | -1): readonly Step[] => [
  { atMs: fromMs, by },
  { atMs: fromMs + ms, by: by === 1 ? -1 : 1 },
];

/** Where a channel is heard, as steps of one. */
function heardIn(steps: readonly Step[]): readonly Step[] {
  return spansOver(steps).flatMap(([from, to]) => pair(from, to - from, 1));
}

/** From where to where the sum of the steps is more than nothing. */
function spansOver(steps: readonly Step[]): readonly (readonly [from: number, to: number])[] {
  const spans: (readonly [number, number])[] = [];
  let [level, since] = [0, 0];
  for (const { atMs, by } of [...steps].sort((a, b) => a.atMs - b.atMs)) {
    if (level > 0) spans.push([since, atMs]);
    level += by;
    since = atMs;
  }
  return spans;
}
