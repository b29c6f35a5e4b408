/** What one call takes of the event loop until it is known better: a little more than was measured on a slow machine. */
const presumedShare = 0.004;
/** A call that only waits takes next to nothing, and may speak the next moment: calls are never taken to cost less than this. */
const leastShare = 0.002;
/** Of fewer calls nothing is learned: what the recorder does besides would be counted as theirs. */
const fewestCalls = 20;
/** Calls that begin or end cost more than those that only go on; of a second with more than this share of them nothing is learned. */
const mostTurnover = 0.05;
const weightOfNew = 0.3;

/** One second of the recorder. */
export interface LoopSecond {
  /** Share of it in which the event loop had something to do, or waited for a processor to do it, 0 to 1. */
  readonly utilization: number;
  /** Live calls. */
  readonly calls: number;
  /** Calls that began or ended in it. */
  readonly turnover: number;
}

/**
 * What a call takes of the event loop, learned from the calls that are there. A call costs most after its yes, seconds after it was
 * taken: what the loop does at the moment of the INVITE does not tell. On a slower machine, or one that others use too, it costs more.
 */
export class LoopShare {
  #perCall = presumedShare;

  /** Takes what was seen in the last second. */
  learn({ utilization, calls, turnover }: LoopSecond): void {
    if (calls < fewestCalls || turnover > calls * mostTurnover) return;
    this.#perCall += weightOfNew * (utilization / calls - this.#perCall);
  }

  /** What so many calls take together, 0 to 1 and beyond. */
  of(calls: number): number {
    return calls * Math.max(leastShare, this.#perCall);
  }
}
