/** How much the live figures can be trusted. `stale`: connected, but nothing arrived for longer than two heartbeats. */
export type Connection = 'connecting' | 'live' | 'stale' | 'lost';

/** The server says something at least every 15 s; two missed heartbeats and a little patience make a connection stale. */
export const staleAfterMs = 35_000;
const longestPauseMs = 30_000;

/** Judges the stream by whether it is open (undefined: not known yet) and when something was last heard (epoch ms; undefined: never). */
export function judge(open: boolean | undefined, heardAt: number | undefined, now: number): Connection {
  if (open === false) return 'lost';
  if (open === undefined || heardAt === undefined) return 'connecting';
  return now - heardAt > staleAfterMs ? 'stale' : 'live';
}

/** Milliseconds to wait before the n-th attempt (from 0) in a row: doubling from one second, at most half a minute. */
export function pauseBefore(attempt: number): number {
  return Math.min(longestPauseMs, 1000 * 2 ** attempt);
}
