import { msOfOctets } from '../segment-header.js';

/** A file of the books, as far as it tells what is still there. */
export interface FileInBooks {
  readonly channel: string;
  readonly octets: number;
  readonly state: string;
}

/** Of what was kept of a channel when the call ended, what is there now and what was destroyed since; whole milliseconds. */
export interface LeftOfMeasure {
  readonly keptMs: number;
  readonly removedMs: number;
}

/**
 * A measure is written once, at the end of a call. A withdrawal, a term or an erasure takes files away, and then the books say so of
 * each file or hold none of it: no more is kept than the files hold that still stand there. `files`: those of the measured part.
 */
export function leftOfMeasure(
  { channel, keptMs }: { readonly channel: string; readonly keptMs: number },
  files: readonly FileInBooks[],
): LeftOfMeasure {
  const standing = files.filter((file) => file.channel === channel && file.state !== 'removed');
  const standingMs = standing.reduce((sum, { octets }) => sum + msOfOctets(octets), 0);
  const left = Math.min(keptMs, Math.round(standingMs));
  return { keptMs: left, removedMs: keptMs - left };
}
