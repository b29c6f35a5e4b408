import { Timers } from 'sip.js/lib/core/index.js';
import type { Flow } from './flow.js';

interface Pending {
  timer: NodeJS.Timeout;
  interval: number;
  cap: number;
}

/** Repeats what an unreliable transport may have lost: requests (timers A and E) and final INVITE responses (timer G). */
export class Retransmissions {
  private readonly pending = new Map<string, Pending>();

  constructor(private readonly repeated: () => void) {}

  get size(): number {
    return this.pending.size;
  }

  /** Repeats until stopped or for 64*T1, doubling from T1 up to `cap` milliseconds. A key already running is left alone. */
  start(key: string, flow: Flow, bytes: Uint8Array, cap: number): void {
    if (this.pending.has(key)) return;
    const until = performance.now() + 64 * Timers.T1;
    const repeat = (): void => {
      const running = this.pending.get(key);
      if (!running) return;
      if (performance.now() > until || !flow.open) {
        this.stop(key);
        return;
      }
      flow.write(bytes);
      this.repeated();
      running.interval = Math.min(running.interval * 2, running.cap);
      running.timer = setTimeout(repeat, running.interval);
    };
    this.pending.set(key, { timer: setTimeout(repeat, Timers.T1), interval: Timers.T1, cap });
  }

  /** A provisional response to a non-INVITE request slows its repetition down to T2 (RFC 3261 §17.1.2.2). */
  slow(key: string): void {
    const running = this.pending.get(key);
    if (running) running.interval = Timers.T2;
  }

  stop(key: string): void {
    clearTimeout(this.pending.get(key)?.timer);
    this.pending.delete(key);
  }

  stopAll(): void {
    for (const key of [...this.pending.keys()]) this.stop(key);
  }
}
