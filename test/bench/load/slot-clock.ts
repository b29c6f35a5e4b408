import { slotMs } from './plan.js';

/** Someone who sends every 20 ms; `false` when there is nothing more to send. */
export type OnSlot = (nowMs: number) => boolean;

/** Lateness of whole milliseconds up to this one is told apart. */
export const latestTold = 2000;

/**
 * Calls everybody every 20 ms, each at a phase of its own, by absolute time: a late turn is caught up in order, so that the clock of
 * every stream stays true, and its lateness is counted.
 */
export class SlotClock {
  /** Turns by whole milliseconds of lateness. */
  readonly lateness = new Uint32Array(latestTold + 1);
  readonly #phases: OnSlot[][] = Array.from({ length: slotMs }, () => []);
  #tick = Math.floor(performance.now());
  #timer: NodeJS.Timeout | undefined;

  /** Calls `onSlot` for the first time in the next millisecond. */
  add(onSlot: OnSlot): void {
    const tick = Math.max(this.#tick, Math.floor(performance.now())) + 1;
    this.#phases[tick % slotMs]?.push(onSlot);
    this.#timer ??= setTimeout(this.#turn, 1);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  readonly #turn = (): void => {
    for (let now = performance.now(); this.#tick < Math.floor(now); now = performance.now()) {
      this.#tick += 1;
      this.#sendDue(this.#tick);
    }
    this.#timer = setTimeout(this.#turn, 1);
  };

  #sendDue(tick: number): void {
    const due = this.#phases[tick % slotMs] ?? [];
    let kept = 0;
    for (const onSlot of due) {
      const now = performance.now();
      if (!onSlot(now)) continue;
      const late = Math.min(latestTold, Math.floor(now - tick));
      this.lateness[late] = (this.lateness[late] ?? 0) + 1;
      due[kept] = onSlot;
      kept += 1;
    }
    due.length = kept;
  }
}
