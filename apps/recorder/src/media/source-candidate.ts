import type { RtpSpan } from '@voxkeep/telephony';
import type { Source } from './source-pin.js';

/** One datagram of a candidate, with the time it was read and for how long it may have waited for that. */
export interface HeldDatagram {
  readonly bytes: Buffer;
  readonly receivedAt: number;
  readonly waitedMs: number;
}

/** Packets in a row that prove a stream. */
const proof = 3;
/** Datagrams held, and the octets of each: a second and a half of audio in packets of 20 ms, whatever a stranger sends. */
const mostHeld = 75;
const mostOctets = 1500;
/** A packet may be that many numbers ahead of the one before it. */
const mostAhead = 50;

/**
 * A sender at the announced machine but another port, as behind a NAT, that may become the source of a stream. What it sends is held,
 * in memory and for little more than a second, so that nothing of it is lost should it prove genuine.
 */
export class SourceCandidate {
  #held: HeldDatagram[] = [];
  #ssrc = 0;
  #sequence = 0;
  #inRow = 0;
  #lastAt = 0;

  constructor(readonly source: Source) {}

  /** Datagrams that wait, in their order. */
  get held(): readonly HeldDatagram[] {
    return this.#held;
  }

  /** When it last spoke. */
  get lastAt(): number {
    return this.#lastAt;
  }

  /** Whether its packets were one stream. */
  get isProven(): boolean {
    return this.#inRow >= proof;
  }

  /** Whether a datagram is from this sender. */
  isFrom({ address, port }: Source): boolean {
    return port === this.source.port && address === this.source.address;
  }

  /** Takes a packet; one that does not go on where the last one ended begins anew. Answers how many datagrams are given up for it. */
  take({ ssrc, sequence }: RtpSpan, datagram: HeldDatagram): number {
    const ahead = (sequence - this.#sequence) & 0xffff;
    const goesOn = this.#inRow > 0 && ssrc === this.#ssrc && ahead > 0 && ahead <= mostAhead;
    this.#inRow = goesOn ? this.#inRow + 1 : 1;
    this.#ssrc = ssrc;
    this.#sequence = sequence;
    this.#lastAt = datagram.receivedAt;
    return this.#hold(datagram, goesOn);
  }

  #hold(datagram: HeldDatagram, goesOn: boolean): number {
    const before = this.#held.length;
    if (!goesOn) this.#held = [];
    if (datagram.bytes.length > mostOctets) return before - this.#held.length + 1;
    if (this.#held.length === mostHeld) this.#held.shift();
    this.#held.push(datagram);
    return before + 1 - this.#held.length;
  }
}
