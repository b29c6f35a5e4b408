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
 * Hands on what is read of one socket: at once, but behind its round where the process had come to a halt. In which order that came and
 * what other sockets bring in the same round, nobody knows, and it may be thrown away until then.
 */
export class AfterHalt {
  readonly #backlog: Backlog;
  #ofRound: Waiting[] = [];
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
    if (waitedMs > haltedMs || this.#ofRound.length > 0) this.#takeBehindRound({ bytes, from, receivedAt, waitedMs });
    else this.#handOn(bytes, from, receivedAt, waitedMs);
  }

  /** Hands on what waits for the end of its round. */
  takeRound(): void {
    for (const { bytes, from, receivedAt, waitedMs } of this.#ofRound.splice(0)) this.#handOn(bytes, from, receivedAt, waitedMs);
  }

  /** Throws it away. */
  drop(): void {
    this.#ofRound = [];
  }

  #handOn(bytes: Buffer, from: RemoteInfo, receivedAt: number, waitedMs: number): void {
    this.#receivedAt = receivedAt;
    this.#waitedMs = waitedMs;
    this.take(bytes, from);
  }

  #takeBehindRound(arrival: Waiting): void {
    this.#ofRound.push(arrival);
    if (this.#ofRound.length > 1) return;
    this.clock.afterRound(() => {
      this.takeRound();
    });
  }
}
