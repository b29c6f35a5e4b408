import { apart } from './apart.js';

/** Time as the media side sees it: a steady clock in milliseconds, and regular ticks. Injected, so that tests run without waiting. */
export interface Clock {
  now(): number;
  /** Calls `tick` every `periodMs` until the returned function is called. */
  every(periodMs: number, tick: () => void): () => void;
  /** Calls back when this round has read what lay in the sockets. */
  afterRound(called: () => void): void;
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
  afterRound: (called) => {
    setImmediate(called);
  },
};

/** Each beat is a point of time by which it is known what was read. */
const beatMs = 20;
const tickMs = 100;

/** One timer for all streams of a clock. It also tells until when everything that came was read, so that "now" is not when a packet came. */
export class MediaTicks {
  static readonly #byClock = new WeakMap<Clock, MediaTicks>();
  readonly #streams = new Set<(now: number) => void>();
  #stop: (() => void) | undefined;
  #beat = 0;
  #readBeat = 0;
  #readUntil = 0;
  #tickedAt = 0;

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

  /** The number of the last beat. */
  get beat(): number {
    return this.#beat;
  }

  /** The last beat after which the sockets were read. */
  get readBeat(): number {
    return this.#readBeat;
  }

  /** By this moment what had come was read, of every socket but a full one. While no stream is there nothing waits: now. */
  get readUntil(): number {
    return this.#stop ? this.#readUntil : this.clock.now();
  }

  #start(): void {
    this.#readUntil = this.#tickedAt = this.clock.now();
    this.#stop = this.clock.every(beatMs, () => {
      this.#meet(this.clock.now());
    });
  }

  /** Timers come before the sockets in a round of the event loop, and what is to be called after the round behind them. */
  #meet(now: number): void {
    const beat = (this.#beat += 1);
    this.clock.afterRound(() => {
      this.#readBeat = beat;
      this.#readUntil = now;
    });
    if (now - this.#tickedAt < tickMs - beatMs / 2) return;
    this.#tickedAt = now;
    for (const tick of this.#streams) tick(now);
  }
}
