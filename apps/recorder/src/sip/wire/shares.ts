/** How fast a source may send for long, and how much at once. */
export interface ShareLimits {
  readonly messagesPerSecond: number;
  readonly octetsPerSecond: number;
  /** Seconds of the above that may come in one moment. */
  readonly burstSeconds: number;
}

/**
 * The share of one known address. A hundred calls a second set up and torn down are 600 messages and half a megabyte. Reading a
 * message costs a fixed time and a fixed time for each octet, so messages and octets bound the time as well, on any machine.
 */
export const SOURCE_SHARE: ShareLimits = { messagesPerSecond: 2000, octetsPerSecond: 4 * 1024 * 1024, burstSeconds: 2 };

interface Share {
  /** Seconds of the limits above that are left; below zero, a debt. */
  seconds: number;
  at: number;
}

/** What each source may still send: a bucket of its own that fills with time, so that no source empties another's. */
export class Shares {
  private readonly bySource = new Map<string, Share>();

  constructor(
    private readonly now: () => number,
    private readonly limits: ShareLimits = SOURCE_SHARE,
  ) {}

  /** Addresses whose share is not full. */
  get size(): number {
    return this.bySource.size;
  }

  /** Takes a message off the share of its source. */
  spend(address: string, octets: number): void {
    const share = this.refill(address);
    share.seconds -= Math.max(1 / this.limits.messagesPerSecond, octets / this.limits.octetsPerSecond);
    this.bySource.set(address, share);
  }

  /** Milliseconds until the source has a share again; 0 when it has one. */
  restMs(address: string): number {
    const { seconds } = this.bySource.has(address) ? this.refill(address) : { seconds: 0 };
    return seconds < 0 ? Math.ceil(-seconds * 1000) : 0;
  }

  /** Forgets whoever has a full share. */
  sweep(): void {
    for (const address of this.bySource.keys())
      if (this.refill(address).seconds >= this.limits.burstSeconds) this.bySource.delete(address);
  }

  private refill(address: string): Share {
    const at = this.now();
    const share = this.bySource.get(address) ?? { seconds: this.limits.burstSeconds, at };
    share.seconds = Math.min(this.limits.burstSeconds, share.seconds + (at - share.at) / 1000);
    share.at = at;
    return share;
  }
}
