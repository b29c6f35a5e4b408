/**
 * Token bucket: `perMinute` terms, of which one minute's worth may be spent at once. It makes guessing numbers through the blind
 * index slow; it is per client because a socket is the only identity the keyring knows.
 */
export class RateLimit {
  private tokens: number;
  private refilledAtMs: number;

  constructor(
    private readonly perMinute: number,
    private readonly nowMs: () => number,
  ) {
    this.tokens = perMinute;
    this.refilledAtMs = nowMs();
  }

  /**
   * Takes `count` tokens and answers 0, or takes none and answers the milliseconds until they are there. A batch larger than the
   * bucket passes when the bucket is full and is paid off afterwards, so that an import is slowed and not refused for ever.
   */
  take(count: number): number {
    this.refill();
    const demanded = Math.min(count, this.perMinute);
    if (demanded <= this.tokens) {
      this.tokens -= count;
      return 0;
    }
    return Math.max(1, Math.ceil(((demanded - this.tokens) / this.perMinute) * 60_000));
  }

  private refill(): void {
    const now = this.nowMs();
    this.tokens = Math.min(this.perMinute, this.tokens + ((now - this.refilledAtMs) / 60_000) * this.perMinute);
    this.refilledAtMs = now;
  }
}
