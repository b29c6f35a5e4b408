import type { AudioChannel } from '@voxkeep/contracts';
import type { Track } from './track.js';

/** What an offer changes. */
export interface HeldNow {
  readonly paused: readonly Track[];
  readonly resumed: readonly Track[];
  readonly whole: 'held' | 'resumed' | undefined;
  /** What is told of it: of the call where all of it is held or goes on, else of each side. */
  readonly told: readonly { readonly code: 'stream.held' | 'stream.resumed'; readonly channel?: AudioChannel }[];
}

/** Which streams of a call their client has put on hold. */
export class Holds {
  #held: ReadonlySet<number> = new Set();
  #isWholeHeld = false;

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

  /**
   * Takes the streams that an offer holds, by index. Returns those that are held from now on, and those that are not any more; `whole`: what
   * becomes of the call, if anything does: of one of two streams nothing follows for the other.
   */
  take(held: ReadonlySet<number>, tracks: readonly Track[]): HeldNow {
    const changed = tracks.filter(({ terms }) => held.has(terms.index) !== this.#held.has(terms.index));
    this.#held = held;
    const paused = changed.filter((track) => this.has(track));
    const resumed = changed.filter((track) => !this.has(track));
    const wasWholeHeld = this.#isWholeHeld;
    if (tracks.length > 0) this.#isWholeHeld = this.areOnAll(tracks);
    const whole = this.#isWholeHeld ? 'held' : 'resumed';
    const isAll = whole === 'held' || resumed.length === tracks.length;
    if (wasWholeHeld !== this.#isWholeHeld && isAll) return { paused, resumed, whole, told: [{ code: `stream.${whole}` }] };
    const told = [
      ...paused.map(({ channel }) => ({ code: 'stream.held', channel }) as const),
      ...resumed.map(({ channel }) => ({ code: 'stream.resumed', channel }) as const),
    ];
    return { paused, resumed, whole: wasWholeHeld === this.#isWholeHeld ? undefined : whole, told };
  }
}
