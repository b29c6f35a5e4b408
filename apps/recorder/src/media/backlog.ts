import type { MediaTicks } from './clock.js';

/** Datagrams that libuv reads of one socket before it turns to the next one: after so many there may be more. */
const mostPerRound = 32;
/** Longer is no better known; whole milliseconds, a small number. */
const mostWaitedMs = 60_000;

/**
 * For how long what is read of one socket may have waited in it. Everything that had come by a beat is read in the round after it,
 * unless the socket brought as many as are read of it in one round.
 */
export class Backlog {
  #beat = -1;
  #inBeat = 0;
  #fullBeat = -1;
  #readUntil = 0;

  constructor(private readonly ticks: MediaTicks) {}

  /** Counts a datagram, whoever sent it. */
  note(): void {
    const { beat } = this.ticks;
    if (beat !== this.#beat) {
      this.#beat = beat;
      this.#inBeat = 0;
    }
    this.#inBeat += 1;
    if (this.#inBeat >= mostPerRound && this.#fullBeat !== beat) this.#fill(beat);
  }

  /** Whole milliseconds that what is read now may have waited. */
  waitedMs(now: number): number {
    return Math.min(mostWaitedMs, Math.ceil(now - this.readUntil)) | 0;
  }

  /** By this moment what had come to this socket was read. */
  get readUntil(): number {
    return this.#isFull ? this.#readUntil : this.ticks.readUntil;
  }

  /** Until a whole round has brought fewer. */
  get #isFull(): boolean {
    return this.#fullBeat >= this.ticks.readBeat;
  }

  #fill(beat: number): void {
    if (!this.#isFull) this.#readUntil = this.ticks.readUntil;
    this.#fullBeat = beat;
  }
}
