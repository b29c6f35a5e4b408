import type { RemoteInfo } from 'node:dgram';
import { Backlog } from './backlog.js';
import { MediaTicks, type Clock } from './clock.js';

/** What waited for longer, two beats, was read by a process that had come to a halt. */
export const haltedMs = 40;

interface Waiting {
  readonly bytes: Buffer;
  readonly from: RemoteInfo;
  readonly receivedAt: number;
  readonly waitedMs: number;
}

/**
 * Hands on what is read of one socket: at once, but behind the next round where the process had come to a halt. In which order that came
 * and what other sockets bring, nobody knows until each has been read once more: the halt may have fallen between two sockets of one
 * round, and what came to the first of them meanwhile is read in the next. Until then it may be thrown away.
 */
export class AfterHalt {
  readonly #backlog: Backlog;
  readonly #held: Waiting[] = [];
  /** How many of the held were read in the round before this one. */
  #ofRoundBefore = 0;
  #isHandingOn = false;
  #receivedAt = 0;
  #waitedMs = 0;

  constructor(
    private readonly clock: Clock,
    private readonly take: (bytes: Buffer, from: RemoteInfo) => void,
  ) {
    this.#backlog = new Backlog(MediaTicks.of(clock));
  }

  /** By this moment of the clock what had come was read. */
  get readUntil(): number {
    return this.#backlog.readUntil;
  }

  /** When the datagram was read that is being handed on. */
  get receivedAt(): number {
    return this.#receivedAt;
  }

  /** For how long it may have waited for that, whole milliseconds. */
  get waitedMs(): number {
    return this.#waitedMs;
  }

  /** Nothing is made for a packet that is handed on at once. */
  receive(bytes: Buffer, from: RemoteInfo): void {
    this.#backlog.note();
    const receivedAt = this.clock.now();
    const waitedMs = this.#backlog.waitedMs(receivedAt);
    if (waitedMs > haltedMs || this.#held.length > 0) this.#hold({ bytes, from, receivedAt, waitedMs });
    else this.#handOn(bytes, from, receivedAt, waitedMs);
  }

  /** Hands on what waits, unless what asks for it was handed on itself: the rest comes behind that. */
  takeAll(): void {
    if (this.#isHandingOn) return;
    this.#ofRoundBefore = this.#held.length;
    this.#takeRoundBefore();
  }

  /** Throws it away. */
  drop(): void {
    this.#held.length = 0;
  }

  #handOn(bytes: Buffer, from: RemoteInfo, receivedAt: number, waitedMs: number): void {
    this.#receivedAt = receivedAt;
    this.#waitedMs = waitedMs;
    this.take(bytes, from);
  }

  #hold(arrival: Waiting): void {
    if (this.#held.push(arrival) === 1) this.#turnBehindRound();
  }

  #turnBehindRound(): void {
    this.clock.afterRound(() => {
      this.#takeRoundBefore();
      this.#ofRoundBefore = this.#held.length;
      if (this.#held.length > 0) this.#turnBehindRound();
    });
  }

  /** What is handed on may decide that the rest goes nowhere. */
  #takeRoundBefore(): void {
    this.#isHandingOn = true;
    for (; this.#ofRoundBefore > 0; this.#ofRoundBefore -= 1) {
      const first = this.#held.shift();
      if (first) this.#handOn(first.bytes, first.from, first.receivedAt, first.waitedMs);
    }
    this.#isHandingOn = false;
  }
}
