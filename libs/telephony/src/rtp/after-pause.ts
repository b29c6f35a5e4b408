import { G711_RATE } from '../g711.js';
import type { Succession, RtpSpan } from './reorder.js';

const perMs = G711_RATE / 1000;
/** So long what comes after a pause waits at least until it is known what the pause was: 100 ms. */
const looksForMs = 100;
/** And so long at most, while more sound than time comes: 1 s. */
const longestMs = 1000;
/** More sound in that time than this may be somebody who catches up: 105 ms. */
const fastMs = 105;
/** Whoever has gained so much in the second is not done yet: 120 ms. */
const gainedMs = 120;

/** A packet with everything that is known of it. */
export interface Arrival {
  readonly packet: RtpSpan;
  readonly bytes: Buffer;
  readonly receivedAt: number;
  readonly waitedMs: number;
  readonly succession: Succession;
}

/** What becomes of a pause of which it is not known yet what it was: it is made up by what came so far, or nothing is for now. */
export type PauseEnd = 'made-up' | 'left-open';

/**
 * The packets behind a pause that their timestamps know nothing of. Either their sender had stopped its clock, and speaks again; or it, or
 * the way to here, was held up, and what was said in the pause comes now, faster than anybody speaks, all of it or a part. Only the next
 * packets tell.
 */
export class AfterPause {
  private held: Arrival[] = [];
  /** Milliseconds of sound in all of that. */
  private said = 0;
  /** So many of them had come by the moment that was asked for last, with so much sound: it is asked with each packet. */
  private early = noneEarly();

  get isEmpty(): boolean {
    return this.held.length === 0;
  }

  /** Copies a packet, whose buffers are read again. */
  add({ packet, bytes, ...more }: Arrival): void {
    const { sequence, timestamp, ssrc, marker, payloadType, payloadStart, payloadEnd } = packet;
    const span = { sequence, timestamp, ssrc, marker, payloadType, payloadStart, payloadEnd };
    const arrival = { packet: span, bytes: Buffer.from(bytes), ...more };
    this.held.push(arrival);
    this.said += lengthMs(arrival);
  }

  /** Whether it is known by `now`. */
  isDue(now: number): boolean {
    const [first] = this.held;
    if (first === undefined || now - first.receivedAt < looksForMs) return false;
    return now - first.receivedAt >= longestMs || this.saidSince(now - looksForMs) <= fastMs;
  }

  /**
   * What waited, in order, and how many octets of what was said in the pause came late: all that is missing where it is `left-open` what the
   * pause was. Nothing waits after that.
   */
  take(pause: PauseEnd = 'made-up'): { readonly arrivals: readonly Arrival[]; readonly late: number } {
    const late = pause === 'left-open' ? Infinity : this.late();
    const arrivals = this.held;
    this.held = [];
    this.said = 0;
    this.early = noneEarly();
    return { arrivals, late };
  }

  /** Of a sender that is still catching up nobody knows how much is to come: all that is missing. */
  private late(): number {
    const [first] = this.held;
    const last = this.held.at(-1);
    if (!first || !last) return 0;
    const passedMs = last.receivedAt - first.receivedAt;
    const gained = this.said - lengthMs(first) - passedMs - first.waitedMs;
    return passedMs >= longestMs - looksForMs && gained >= gainedMs ? Infinity : Math.max(0, Math.round(gained * perMs));
  }

  /** Milliseconds of sound that came after a moment, or after one that was asked for before: what waited for a packet is handed on behind it. */
  private saidSince(asked: number): number {
    const { held, early } = this;
    const moment = Math.max(asked, early.moment);
    early.moment = moment;
    for (let next = held[early.packets]; next && next.receivedAt <= moment; next = held[early.packets]) {
      early.packets += 1;
      early.ms += lengthMs(next);
    }
    return this.said - early.ms;
  }
}

/** What came by the latest moment that was asked for. */
const noneEarly = (): { moment: number; packets: number; ms: number } => ({ moment: -Infinity, packets: 0, ms: 0 });

const lengthMs = ({ packet }: Arrival): number => (packet.payloadEnd - packet.payloadStart) / perMs;
