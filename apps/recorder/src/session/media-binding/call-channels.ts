import type { StreamParty } from '@voxkeep/telephony';
import { assignChannels, type ChannelOf } from './assign-channels.js';
import type { Track } from './track.js';

/** The channel of each stream of a call. What a stream was once told to be it stays, until it is offered no longer. */
export class CallChannels {
  #byStream: ReadonlyMap<number, ChannelOf> = new Map();

  /** Streams of which nothing is known yet become what these parties say. */
  assign(parties: readonly StreamParty[]): void {
    this.#byStream = new Map([...assignChannels(parties), ...this.#byStream]);
  }

  /** Forgets streams that are no longer offered. */
  lose(tracks: readonly Track[]): void {
    this.#byStream = new Map([...this.#byStream].filter(([index]) => !tracks.some(({ terms }) => terms.index === index)));
  }

  /** Of a stream by its index in the offer. */
  of(index: number): ChannelOf {
    return this.#byStream.get(index) ?? { channel: 'mixed', keysAs: 'mixed', inseparable: false };
  }

  /** Whether one of the streams is known to be the customer's. */
  get haveCustomer(): boolean {
    return [...this.#byStream.values()].some(({ keysAs }) => keysAs === 'customer');
  }

  /** Whether nothing in one of them may be given to one person as theirs alone. */
  get areInseparable(): boolean {
    return [...this.#byStream.values()].some(({ inseparable }) => inseparable);
  }
}
