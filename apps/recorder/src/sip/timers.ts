import { Timers } from 'sip.js/lib/core/index.js';

/** The three base timers of RFC 3261 table 4, in milliseconds. */
export interface SipTimers {
  readonly t1: number;
  readonly t2: number;
  readonly t4: number;
}

export const RFC_3261_TIMERS: SipTimers = { t1: 500, t2: 4000, t4: 5000 };

/**
 * Gives the library the timers of an unreliable transport: it was made for WebSocket, where D, I, J and K are zero, so a
 * retransmitted request would be taken for a new one. The library keeps one set for the whole process.
 */
export function applyTimers({ t1, t2, t4 }: SipTimers): void {
  Object.assign(Timers, {
    T1: t1,
    T2: t2,
    T4: t4,
    TIMER_B: 64 * t1,
    TIMER_D: 64 * t1,
    TIMER_F: 64 * t1,
    TIMER_H: 64 * t1,
    TIMER_I: t4,
    TIMER_J: 64 * t1,
    TIMER_K: t4,
    TIMER_L: 64 * t1,
    TIMER_M: 64 * t1,
    TIMER_N: 64 * t1,
  });
}
