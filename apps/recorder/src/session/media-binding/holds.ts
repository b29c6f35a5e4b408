import type { Track } from './track.js';

/** Which streams of a call their client has put on hold. */
export class Holds {
  #held: ReadonlySet<number> = new Set();

  has({ terms }: Track): boolean {
    return this.#held.has(terms.index);
  }

  /** Those that are not held: packets of theirs should come. */
  othersOf(tracks: readonly Track[]): readonly Track[] {
    return tracks.filter((track) => !this.has(track));
  }

  /** Whether there is a stream, and every one is held. */
  areOnAll(tracks: readonly Track[]): boolean {
    return tracks.length > 0 && tracks.every((track) => this.has(track));
  }

  /** Takes the streams that an offer holds, by index. Returns those that are held from now on, and those that are not any more. */
  take(
    held: ReadonlySet<number>,
    tracks: readonly Track[],
  ): { readonly paused: readonly Track[]; readonly resumed: readonly Track[] } {
    const changed = tracks.filter(({ terms }) => held.has(terms.index) !== this.#held.has(terms.index));
    this.#held = held;
    return { paused: changed.filter((track) => this.has(track)), resumed: changed.filter((track) => !this.has(track)) };
  }
}
