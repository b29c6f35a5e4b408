import { G711_RATE } from '../g711.js';

/** Audio from which the time of the first packet is learnt: 5 s. Until then an earlier arrival shows that the first ones were late. */
const settling = 5 * G711_RATE;
const windowOctets = 2 * G711_RATE;
const packetsPerWindow = 5;
const windowsPerTrend = 5;
/** Lasting lateness that is a stop of the sender's clock and is made up at once: 100 ms. */
const stopAt = G711_RATE / 10;
/** Two windows agree when they differ by no more: 20 ms. */
const flat = G711_RATE / 50;
/** Drift from which it is corrected, and down to which: 60 ms and 30 ms. */
const driftAt = (60 * G711_RATE) / 1000;
const driftTo = (30 * G711_RATE) / 1000;
/** Octets from one slip to the next: 1,560 ppm, several times what two crystals differ by. */
const slipEvery = 640;
/** More than any lateness. */
const none = 0x3fffffff;
/** How much earlier, all in all, later packets may show the first ones to have been: 1 s. */
const mostGiven = G711_RATE;

/**
 * Watches how far packets arrive behind their place. The least of many is free of jitter; where it rises or falls in small steps the
 * sender's clock drifts, where it rises at once and stays the sender's clock stood still, and where it falls at once the packets
 * before had been held up. All in octets of time.
 */
export class ArrivalTrend {
  /** By how much the first octet was held up, in octets of time; negative. */
  base = 0;
  private settled = 0;
  private given = 0;
  private windowEnd = 0;
  private least = none;
  private count = 0;
  private before = none;
  private leastOfAll = none;
  private trendBefore = none;
  private windows = 0;
  private slips = 0;
  private sinceSlip = 0;
  private madeUp = false;

  /** Time of a stop was made up: should packets then come earlier, it was too much, and no sign that the first were late. */
  madeUpFor(): void {
    this.madeUp = true;
  }

  /** Takes note of a packet; answers the octets by which the axis is to move: 0, ±1 for a drift, or a whole stop. */
  note(behind: number, at: number, length: number, trusted: boolean): number {
    if (this.settled < settling) {
      if (behind < 0) this.base += behind;
      if (trusted) this.settled += length;
      this.windowEnd = at + windowOctets;
      return 0;
    }
    if (trusted) {
      if (behind < this.least) this.least = behind;
      this.count += 1;
    }
    if (at >= this.windowEnd && this.count >= packetsPerWindow) return this.closeWindow(at);
    return this.slips === 0 ? 0 : this.slipNow(length);
  }

  private closeWindow(at: number): number {
    const { least, before } = this;
    this.least = none;
    this.count = 0;
    this.windowEnd = at + windowOctets;
    this.before = least;
    if (least > stopAt && Math.abs(least - before) <= flat) return this.makeUp(least);
    this.leastOfAll = Math.min(this.leastOfAll, least);
    this.windows += 1;
    if (this.windows === windowsPerTrend) this.judgeTrend();
    return 0;
  }

  private makeUp(octets: number): number {
    this.restartTrend();
    this.before = none;
    this.trendBefore = none;
    this.madeUp = true;
    return octets;
  }

  private judgeTrend(): void {
    const least = this.leastOfAll;
    const fell = this.trendBefore - least;
    this.trendBefore = least;
    this.restartTrend();
    const wereLate = fell > flat && !this.madeUp;
    this.madeUp = false;
    if (least < 0 && wereLate && this.given < mostGiven) this.give(Math.min(-least, fell, mostGiven - this.given));
    else if (Math.abs(least) > driftAt) this.slips = least - Math.sign(least) * driftTo;
  }

  /** Packets cannot arrive before they are sent: those that set the base had been held up. */
  private give(octets: number): void {
    this.given += octets;
    this.base -= octets;
    this.trendBefore += octets;
  }

  private restartTrend(): void {
    this.leastOfAll = none;
    this.windows = 0;
    this.slips = 0;
  }

  private slipNow(length: number): number {
    this.sinceSlip += length;
    if (this.sinceSlip < slipEvery) return 0;
    this.sinceSlip = 0;
    const step = Math.sign(this.slips);
    this.slips -= step;
    return step;
  }
}
