import { Shares } from './shares.js';

const ALL = '*';
const octetsPerSecond = Number.POSITIVE_INFINITY;

/**
 * Which strangers hear their refusal. A datagram's source is easily forged, so a recorder that answers everybody could be turned
 * against a third: each address hears a few answers, and all of them together no more than fifty a second. That bounds, too, how many
 * addresses are remembered.
 */
export class Strangers {
  private readonly each: Shares;
  private readonly together: Shares;

  constructor(now: () => number) {
    this.each = new Shares(now, { messagesPerSecond: 1, octetsPerSecond, burstSeconds: 4 });
    this.together = new Shares(now, { messagesPerSecond: 50, octetsPerSecond, burstSeconds: 2 });
  }

  /** Addresses that are remembered. */
  get size(): number {
    return this.each.size;
  }

  /** Whether this address hears another answer now; if so, it is counted. */
  mayHear(address: string): boolean {
    if (this.together.restMs(ALL) > 0 || this.each.restMs(address) > 0) return false;
    this.each.spend(address, 0);
    this.together.spend(ALL, 0);
    return true;
  }

  sweep(): void {
    this.each.sweep();
  }
}
