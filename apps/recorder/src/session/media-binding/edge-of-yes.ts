import { g711Rate, msOfOctets } from '@voxkeep/recording';

const perMs = g711Rate / 1000;
/** A stream that was heard for so long has a place on the axis; what comes first may come in one burst, and lies where it was read. */
const placedAfterMs = 200;

/**
 * What of before a yes may still lie in the socket of a stream. `with-the-yes`: the yes is a key of another stream of the same sender, and
 * may have come in one burst with what was said before it.
 */
export type Unread = 'nothing' | 'earlier' | 'with-the-yes';

/** A yes, in milliseconds of the call: when it was given, when it was heard, and since when the stream itself is heard, if it was. */
export interface HeardYes {
  readonly givenMs: number;
  readonly heardMs: number;
  readonly listenedFromMs: number | undefined;
}

/** A packet, in milliseconds of the call: when it began to be said by its place in the stream, and the earliest at which it can have come. */
export interface Placed {
  readonly saidMs: number;
  readonly cameMs: number;
  readonly octets: number;
}

/**
 * Where a yes parts what lies in the sockets. Of a packet that was being said while the yes was given only what came after it is
 * taken, in whole milliseconds, and nothing where most of it was before: at most half a packet is missing for that, and none is too much.
 */
export class EdgeOfYes {
  #givenMs = -Infinity;
  #heardMs = -Infinity;
  #isPlaced = true;

  /** Of a stream that is not heard for long enough to know where in it something was said everything is left that may have come with the yes. */
  set(unread: Unread, { givenMs, heardMs, listenedFromMs = Infinity }: HeardYes): void {
    this.#givenMs = unread === 'nothing' ? -Infinity : givenMs;
    this.#heardMs = unread === 'nothing' ? -Infinity : heardMs;
    this.#isPlaced = unread !== 'with-the-yes' || heardMs - listenedFromMs >= placedAfterMs;
  }

  /** How many octets of a packet are to be left out; all of them where most of it was said before the yes. */
  octetsBefore(packet: Placed): number {
    if (this.#cameAfter(packet)) return 0;
    if (!this.#isPlaced) return packet.octets;
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
