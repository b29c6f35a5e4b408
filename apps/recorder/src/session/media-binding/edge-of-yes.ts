import { g711Rate } from '@voxkeep/recording';

const perMs = g711Rate / 1000;

/**
 * Where a yes, or the end of a hold, parts what lies in the sockets. Of a packet that was being said meanwhile only what came after it is
 * taken, in whole milliseconds, and nothing where most of it was before: at most half a packet is missing for that, and none is too much.
 */
export class EdgeOfYes {
  #givenMs = -Infinity;

  /** The yes was given at this moment of the call, as far as is known by now. Before it is set everything that is read lies behind it. */
  set(givenMs: number): void {
    this.#givenMs = givenMs;
  }

  /** How many octets of a packet are to be left out, by when it began to be said; all of them where most of it was said before the yes. */
  octetsBefore(saidMs: number, octets: number): number {
    const before = Math.ceil(Math.max(0, this.#givenMs - saidMs)) * perMs;
    return before * 2 > octets ? octets : before;
  }
}
