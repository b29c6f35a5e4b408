import { g711Rate, msOfOctets } from '@voxkeep/recording';

const perMs = g711Rate / 1000;

/** A packet, in milliseconds of the call: when it began to be said by its place in the stream, and the earliest at which it can have come. */
export interface Placed {
  readonly saidMs: number;
  readonly cameMs: number;
  readonly octets: number;
}

/**
 * Where a yes, or the end of a hold, parts what lies in the sockets. Of a packet that was being said meanwhile only what came after it is
 * taken, in whole milliseconds, and nothing where most of it was before: at most half a packet is missing for that, and none is too much.
 */
export class EdgeOfYes {
  #givenMs = -Infinity;
  #heardMs = -Infinity;

  /** The yes was given and heard at these moments of the call; whatever is read may be from before. */
  set(givenMs: number, heardMs: number): void {
    this.#givenMs = givenMs;
    this.#heardMs = heardMs;
  }

  /** The yes turns out to have been given at another moment. */
  move(givenMs: number): void {
    this.#givenMs = givenMs;
  }

  /** Everything that is read belongs behind the yes. */
  clear(): void {
    this.set(-Infinity, -Infinity);
  }

  /** How many octets of a packet are to be left out; all of them where most of it was said before the yes. */
  octetsBefore(packet: Placed): number {
    if (this.#cameAfter(packet)) return 0;
    const before = Math.ceil(Math.max(0, this.#givenMs - packet.saidMs)) * perMs;
    return before * 2 > packet.octets ? packet.octets : before;
  }

  /**
   * However far its place in the stream lies behind, what came after the yes was heard, and lasts no longer, was said after it. That it
   * came after the yes was given is not enough: both may have been held up on their way.
   */
  #cameAfter({ cameMs, octets }: Placed): boolean {
    return cameMs - msOfOctets(octets) >= this.#heardMs;
  }
}
