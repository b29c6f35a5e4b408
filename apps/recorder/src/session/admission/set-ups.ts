/** How long a trunk counts among those who are asking. */
const askingForMs = 10_000;

/** How much may be set up. */
export interface SetUpLimits {
  /** Calls that may be answered at one time. */
  readonly atOnce: number;
  /** Milliseconds of the event loop that set-ups may take which come in one moment. */
  readonly burstMs: number;
}

/** A trunk that has asked lately. */
interface Asking {
  /** Milliseconds of the event loop that its set-ups may take; below zero, a debt. */
  ms: number;
  at: number;
  underWay: number;
}

/**
 * Lets set-ups in as fast as the event loop has time for them: each takes what it costs out of a purse, which fills with the share of
 * the loop that the calls leave. Trunks that are asking have a purse each and equal shares, so that none is crowded out by another's
 * burst; a trunk that asks alone has all of it.
 */
export class SetUps {
  readonly #asking = new Map<string, Asking>();

  constructor(private readonly limits: SetUpLimits) {}

  /** Calls that are being answered. */
  get underWay(): number {
    return [...this.#asking.values()].reduce((sum, { underWay }) => sum + underWay, 0);
  }

  /** Trunks that have asked lately. */
  get asking(): number {
    return this.#asking.size;
  }

  /** Those of one trunk. */
  underWayOf(trunkId: string): number {
    return this.#asking.get(trunkId)?.underWay ?? 0;
  }

  /** Whether a trunk may have another set-up at `now`, while so much of the loop is left, 0 to 1. */
  allows(trunkId: string, now: number, left: number): boolean {
    for (const [id, { at, underWay }] of this.#asking) if (underWay === 0 && now - at > askingForMs) this.#asking.delete(id);
    const trunk = this.#of(trunkId, now);
    const { size } = this.#asking;
    // A share without a bound gives nothing in no time, too.
    if (now > trunk.at) trunk.ms += ((now - trunk.at) * Math.max(0, left)) / size;
    trunk.ms = Math.min(this.limits.burstMs / size, trunk.ms);
    trunk.at = now;
    return trunk.ms > 0 && trunk.underWay < this.limits.atOnce / size;
  }

  /** Does the work of a set-up and takes what it costs, in milliseconds of the loop, from its trunk. */
  async run<T>(
    trunkId: string,
    { now, costMs }: { readonly now: number; readonly costMs: number },
    work: () => Promise<T>,
  ): Promise<T> {
    const trunk = this.#of(trunkId, now);
    trunk.ms -= costMs;
    trunk.underWay += 1;
    try {
      return await work();
    } finally {
      trunk.underWay -= 1;
    }
  }

  #of(trunkId: string, now: number): Asking {
    const known = this.#asking.get(trunkId) ?? { ms: this.limits.burstMs, at: now, underWay: 0 };
    this.#asking.set(trunkId, known);
    return known;
  }
}
