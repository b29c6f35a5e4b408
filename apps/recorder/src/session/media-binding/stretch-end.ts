import type { Track } from './track.js';

/** How a stretch in which audio was wanted ends; milliseconds of the call. */
export interface StretchEnd {
  /** When its end was heard. */
  readonly atMs: number;
  /** By when everything that had come was read: what did not come until then did not come in time. */
  readonly readMs: number;
  /** Where the audio of the track ends that went on for longest: from there on a good-bye or a hold is on its way. */
  readonly lastMs: number;
}

/** The end, now or at a moment, of what is wanted of a session; `among` are all of its tracks. */
export function endAmong(among: readonly Track[], { atMs, readMs }: Omit<StretchEnd, 'lastMs'>): StretchEnd {
  return { atMs, readMs, lastMs: Math.max(-Infinity, ...among.map(({ speaksUntilMs }) => speaksUntilMs ?? -Infinity)) };
}
