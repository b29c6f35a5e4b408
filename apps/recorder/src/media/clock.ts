import { apart } from './apart.js';

/** Time as the media side sees it: a steady clock in milliseconds, and regular ticks. Injected, so that tests run without waiting. */
export interface Clock {
  now(): number;
  /** Calls `tick` every `periodMs` until the returned function is called. */
  every(periodMs: number, tick: () => void): () => void;
}

/** The process's monotonic clock and its timers; the timers alone keep no process alive. */
export const systemClock: Clock = {
  now: () => performance.now(),
  every: (periodMs, tick) => {
    const timer = setInterval(tick, periodMs);
    timer.unref();
    return () => {
      clearInterval(timer);
    };
  },
};

const tickMs = 100;
/** Ticks that come so much late show that the process was held up, and that packets waited in their sockets: 150 ms. */
const heldUpMs = 150;
/** What waited is read within so little after it; 200 ms. */
const catchUpMs = 200;

/** One timer for all streams of a clock. It also tells whether the process was held up, so that "now" is not when a packet came. */
export class MediaTicks {
  static readonly #byClock = new WeakMap<Clock, MediaTicks>();
  readonly #streams = new Set<(now: number) => void>();
  #stop: (() => void) | undefined;
  #lastAt = 0;
  #catchingUpUntil = -Infinity;

  private constructor(private readonly clock: Clock) {}

  /** The ticks that all streams of this clock share. */
  static of(clock: Clock): MediaTicks {
    const known = MediaTicks.#byClock.get(clock) ?? new MediaTicks(clock);
    MediaTicks.#byClock.set(clock, known);
    return known;
  }

  /** Calls `tick` ten times a second until the returned function is called; what breaks under it reaches no other stream. */
  add(tick: (now: number) => void): () => void {
    if (this.#stop === undefined) this.#start();
    const alone = apart('tick', tick);
    this.#streams.add(alone);
    return () => {
      this.#streams.delete(alone);
      if (this.#streams.size > 0) return;
      this.#stop?.();
      this.#stop = undefined;
    };
  }

  /** Whether a packet that is read now may have waited for this process. */
  wasHeldUp(now: number): boolean {
    return now - this.#lastAt > tickMs + heldUpMs || now < this.#catchingUpUntil;
  }

  #start(): void {
    this.#lastAt = this.clock.now();
    this.#stop = this.clock.every(tickMs, () => {
      this.#tick(this.clock.now());
    });
  }

  #tick(now: number): void {
    if (now - this.#lastAt > tickMs + heldUpMs) this.#catchingUpUntil = now + catchUpMs;
    this.#lastAt = now;
    for (const tick of this.#streams) tick(now);
  }
}
