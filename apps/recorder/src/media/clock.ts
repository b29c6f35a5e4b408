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
