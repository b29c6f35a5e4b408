import { G711_RATE } from '../g711.js';
import { ArrivalTrend } from './arrival-trend.js';
import type { Succession } from './reorder.js';

const perMs = G711_RATE / 1000;
/** How much earlier than its time a packet may be and still be believed: 60 ms. */
const earlyAt = 60 * perMs;
/** From when on a packet is behind its time by more than networks do: 80 ms. */
const behindAt = 80 * perMs;
/** From when on time that passed without packets is made up when sequence or source cannot say how long it was: 40 ms. */
const unsureAt = 40 * perMs;
/** A pause after which a clock that stood still is believed at once: 1 s. */
const pauseAt = 1000 * perMs;
/** What a packet may wait here while all is well, and no more than that of its lateness is the network's: 25 ms. */
const promptMs = 25;
/** Lateness that lasts beyond this is made up or followed; an axis that lags further is not where its sender is: 100 ms. */
const lagsAt = 100 * perMs;
/** From such a wait on nothing is learnt from when a packet was read: 150 ms. */
const heldUpMs = 150;
/** A sender so far ahead of time sends more than sound: 10 s. */
const tooFastAt = 10_000 * perMs;
/** Jumps below this are the sender's rounding and are not told: 20 ms. */
const toldAt = 20 * perMs;

/** What a packet adds to the axis: `fill` octets of silence, then its payload, then `slip` octets more or less. */
export interface Placement {
  readonly fill: number;
  /** False for a payload of a sender that is so far ahead of time that it cannot be sound; it is left out. */
  readonly taken: boolean;
  /** 1: the last octet is to be repeated; −1: it is to be left out (a controlled slip, ITU-T G.822); 0: neither. */
  readonly slip: number;
  /** Octets by which the sender's timestamps went further than time did; negative: less far; 0: they agree. */
  readonly jumped: number;
}

/**
 * Lays payloads on one axis that runs with the time of arrival. The sender's timestamps say where a payload lies as long as arrival
 * bears them out, and then to the octet. Where they do not, the timestamps jumped: the payload follows by its arrival, nothing is cut
 * and no time is invented that did not pass. A clock that is a little fast or slow is followed by single octets. RFC 3550 §5.1 leaves
 * it open how a timestamp begins and lets nobody rely on wall clocks, so arrival is the only time that two streams share.
 */
export class TimeAxis implements Placement {
  fill = 0;
  taken = true;
  slip = 0;
  jumped = 0;
  private begun = false;
  private told = 0;
  private expected = 0;
  /** Everything else counts whole octets of time from here: whole numbers stay within the object. */
  private startedAt = 0;
  private lastAt = 0;
  /** How far the last audio that was read at once lay behind its place. */
  private lag = 0;
  /** Octets of what was said in the pause before the next packet that came after it. */
  private late = 0;
  private readonly trend = new ArrivalTrend();

  /** Octets placed since the first packet, silence included. */
  get position(): number {
    return this.told;
  }

  /** When the octet at a position is due, in milliseconds of the clock that `receivedAt` is of: its arrival without jitter. */
  dueOf(position: number): number {
    return this.startedAt + (this.trend.base + position) / perMs;
  }

  /**
   * When something is due that the axis places at a position, and that was told by a packet of `receivedAt`. An axis whose audio came
   * late although it was read at once, or that puts it earlier than the packet can have waited, here or by the jitter of a network,
   * knows nothing of it: a sender was slow. Then it is never due.
   */
  believableDueOf(position: number, receivedAt: number, waitedMs: number): number {
    const dueAt = this.dueOf(position);
    const isKnown = this.lag <= lagsAt && dueAt >= receivedAt - waitedMs - lagsAt / perMs;
    return isKnown ? dueAt : Infinity;
  }

  /**
   * Places the next payload of `length` octets; the answer stands in the fields. `waitedMs`: for how long the packet may have
   * waited for this process before it was read at `receivedAt`; so much of its lateness may be ours.
   */
  place(timestamp: number, length: number, receivedAt: number, succession: Succession, waitedMs: number): void {
    if (!this.begun) this.begin(timestamp, receivedAt);
    const at = Math.round((receivedAt - this.startedAt) * perMs);
    const behind = at - this.trend.base - this.told;
    const ahead = succession === 'restarted' ? 0 : (timestamp - this.expected) | 0;
    this.fill = this.slip = this.jumped = 0;
    if (ahead !== 0 || succession !== 'unbroken' || behind > behindAt) {
      const surely = waitedMs > promptMs ? behind - waitedMs * perMs : behind;
      this.decide(ahead, behind, surely, succession, at - waitedMs * perMs - this.lastAt >= pauseAt);
    }
    this.late = 0;
    this.taken = behind > -tooFastAt;
    if (this.taken && length > 0) this.follow(behind - this.fill, at, length, waitedMs);
    this.told += this.fill + (this.taken ? length : 0) + this.slip;
    this.expected = (timestamp + length) | 0;
    this.lastAt = at;
  }

  /**
   * Whether a packet ends a pause of which its timestamp knows nothing: it stood still, or what was said in the pause is only coming now.
   * What comes next tells; until then no time should be made up.
   */
  isDoubtful(timestamp: number, receivedAt: number, succession: Succession, waitedMs: number): boolean {
    const at = Math.round((receivedAt - this.startedAt) * perMs);
    const came = at - waitedMs * perMs;
    if (!this.begun || came - this.lastAt < pauseAt || succession === 'restarted') return false;
    const behind = came - this.trend.base - this.told;
    return behind - Math.max(0, (timestamp - this.expected) | 0) > behindAt;
  }

  /** So many octets of what was said in the pause that the next packet ends are coming behind it; nothing is made up for these. */
  cameLate(octets: number): void {
    this.late = octets;
  }

  /** Moves on to the timestamp of a packet that brings no audio; it tells time, but no jump is believed of it. */
  pass(timestamp: number, receivedAt: number, succession: Succession, waitedMs: number): void {
    const { expected } = this;
    const isNew = !this.begun || succession === 'restarted';
    this.place(timestamp, 0, receivedAt, succession, waitedMs);
    this.jumped = 0;
    if (!isNew) this.expected = (expected + this.fill) | 0;
  }

  private begin(timestamp: number, receivedAt: number): void {
    this.begun = true;
    this.expected = timestamp;
    this.startedAt = receivedAt;
  }

  /** `surely`: how far the packet is behind at least, whatever part of its lateness is ours. */
  private decide(ahead: number, behind: number, surely: number, succession: Succession, paused: boolean): void {
    const stop = paused && surely - this.late > behindAt ? surely - this.late : 0;
    if (isBorneOut(ahead, behind)) this.fill = surely - ahead > behindAt ? Math.max(ahead, stop) : ahead;
    else if (succession === 'unbroken' && !isJump(ahead)) this.fill = stop;
    else this.fill = madeUpFrom(surely);
    if (stop > 0 && this.fill === stop) this.trend.madeUpFor();
    this.jumped = succession === 'restarted' ? 0 : worthTelling(ahead - this.fill);
  }

  private follow(behind: number, at: number, length: number, waitedMs: number): void {
    if (waitedMs <= promptMs) this.lag = behind;
    const step = this.trend.note(behind, at, length, waitedMs <= heldUpMs);
    if (step === 0) return;
    if (Math.abs(step) === 1) this.slip = step;
    else {
      this.fill += step;
      this.jumped = -step;
    }
  }
}

/** Whether time passed for what the timestamps say lies between. */
const isBorneOut = (ahead: number, behind: number): boolean => ahead > 0 && ahead - behind <= earlyAt;
/** Time that only arrival tells of. */
const madeUpFrom = (behind: number): number => (behind > unsureAt ? behind : 0);
const worthTelling = (octets: number): number => (isJump(octets) ? octets : 0);
const isJump = (octets: number): boolean => Math.abs(octets) >= toldAt;
