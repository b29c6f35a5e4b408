import { haltedMs } from '../../media/after-halt.js';
import type { Track } from './track.js';

/** Where the edges of a stretch fall between two packets nothing is missing. */
export const edgeMs = 100;
/** A stream that ends while others of its call go on may be heard to end so much later than its last packet. */
const tailMs = 250;
/** So long a good-bye or a hold may take behind the last packet of the call: one that was lost comes again after T1, 500 ms (RFC 3261 §17.1.2.2). */
const farewellMs = 1000;

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

/** So much may be missing at the end of a stretch for nothing to be lost; `afterMs`: for how much longer another track went on. */
export function mayLack(isKept: boolean, afterMs: number): number {
  if (!isKept) return edgeMs;
  return afterMs > edgeMs ? tailMs : farewellMs;
}

/** Whether the process had come to a halt before a stretch ended, so that what came in that time is missing and not told yet. */
export const isAfterHalt = (readMs: number, atMs: number, toldMs: number): boolean => atMs - readMs > haltedMs && atMs > toldMs;
