import { g711Rate } from '@voxkeep/recording';

const perMs = g711Rate / 1000;

/** A packet, in milliseconds of the call: when it began to be said by its place in the stream. */
export interface Placed {
  readonly saidMs: number;
  readonly octets: number;
}

/**
 * Where a yes, or the end of a hold, parts what is read behind it. Of a packet that was being said meanwhile only what came after it is
 * taken, in whole milliseconds, and nothing where most of it was before: at most half a packet is missing for that, and none is too much.
 * Its place alone counts: what a sender or a network held up comes behind the yes though it was said before.
 */
export class EdgeOfYes {
  #givenMs = -Infinity;

  /** The yes was given at this moment of the call, or turns out to have been; whatever is read may be from before. */
  set(givenMs: number): void {
    this.#givenMs = givenMs;
  }

  /** Everything that is read belongs behind the yes. */
  clear(): void {
    this.set(-Infinity);
  }

  /** How many octets of a packet are to be left out; all of them where most of it was said before the yes. */
  octetsBefore({ saidMs, octets }: Placed): number {
    const before = Math.ceil(Math.max(0, this.#givenMs - saidMs)) * perMs;
    return before * 2 > octets ? octets : before;
  }
}
