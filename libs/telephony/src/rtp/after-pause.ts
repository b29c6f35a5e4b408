import { G711_RATE } from '../g711.js';
import type { Succession, RtpSpan } from './reorder.js';

const perMs = G711_RATE / 1000;
/** So long what comes after a pause waits until it is known what the pause was: 100 ms. */
const looksForMs = 100;
/** So much more sound than time is no sender that speaks again: 60 ms. */
const earlyMs = 60;

/** A packet with everything that is known of it. */
export interface Arrival {
  readonly packet: RtpSpan;
  readonly bytes: Buffer;
  readonly receivedAt: number;
  readonly waitedMs: number;
  readonly succession: Succession;
}

/**
 * The packets behind a pause that their timestamps know nothing of. Either their sender had stopped its clock, and speaks again; or it, or
 * the way to here, was held up, and what was said in the pause comes now, faster than anybody speaks. Only the next packets tell.
 */
export class AfterPause {
  private held: Arrival[] = [];

  get isEmpty(): boolean {
    return this.held.length === 0;
  }

  /** Copies a packet, whose buffers are read again. */
  add({ packet, bytes, ...more }: Arrival): void {
    const { sequence, timestamp, ssrc, marker, payloadType, payloadStart, payloadEnd } = packet;
    const span = { sequence, timestamp, ssrc, marker, payloadType, payloadStart, payloadEnd };
    this.held.push({ packet: span, bytes: Buffer.from(bytes), ...more });
  }

  /** Whether it is known by `now`. */
  isDue(now: number): boolean {
    const [first] = this.held;
    return first !== undefined && now - first.receivedAt >= looksForMs;
  }

  /** What waited, in order, and whether it was held up; nothing waits after that. */
  take(): { readonly arrivals: readonly Arrival[]; readonly wasHeldUp: boolean } {
    const { held } = this;
    this.held = [];
    return { arrivals: held, wasHeldUp: wereHeldUp(held) };
  }
}

/** They may have come as much earlier as the first one may have waited here. */
function wereHeldUp(arrivals: readonly Arrival[]): boolean {
  const [first] = arrivals;
  const last = arrivals.at(-1);
  if (!first || !last) return false;
  const saidMs = arrivals.reduce((sum, { packet }) => sum + packet.payloadEnd - packet.payloadStart, 0) / perMs;
  return saidMs > last.receivedAt - first.receivedAt + first.waitedMs + earlyMs;
}
