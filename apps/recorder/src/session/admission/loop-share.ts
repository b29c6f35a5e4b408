/** What one call computes in the event loop until it is known better: a little more than was measured. */
const presumedShare = 0.003;
/** A call that only waits takes next to nothing, and may speak the next moment: calls are never taken to cost less than this. */
const leastShare = 0.002;
/** Of fewer calls nothing is learned: what the recorder does besides would be counted as theirs. */
const fewestCalls = 20;
/** Calls that begin or end cost more than those that only go on; of a second with more than this share of them nothing is learned. */
const mostTurnover = 0.05;
const weightOfNew = 0.3;
/** To begin takes as much as to go on for so long: INVITE, parties, books, and the yes seconds later. */
const setUpTakesMs = 2500;
/** Of a loop that computes next to nothing it cannot be told how long that takes: so much computing at once is presumed. */
const presumedComputing = 0.05;

/** One second of the recorder. */
export interface LoopSecond {
  /** Share of it in which the event loop had something to do, or waited for a processor to do it, 0 to 1. */
  readonly utilization: number;
  /** Share of it in which a processor worked for the event loop, 0 to 1. */
  readonly computing: number;
  /** Live calls. */
  readonly calls: number;
  /** Calls that began or ended in it. */
  readonly turnover: number;
}

/**
 * What a call takes of the event loop, learned from the calls that are there. A call costs most after its yes, seconds after it was
 * taken: what the loop does at the moment of the INVITE does not tell. On a slower machine a call costs more computing; where others
 * use the processors too, the same computing takes longer, and that is seen within seconds, burst or no burst.
 */
export class LoopShare {
  #perCall = presumedShare;
  #stretch = 1;

  /** Takes what was seen in the last second. */
  learn({ utilization, computing, calls, turnover }: LoopSecond): void {
    const stretch = (utilization + presumedComputing) / (computing + presumedComputing);
    this.#stretch += weightOfNew * (Math.max(1, stretch) - this.#stretch);
    if (calls < fewestCalls || turnover > calls * mostTurnover) return;
    this.#perCall += weightOfNew * (computing / calls - this.#perCall);
  }

  /** What so many calls take together, 0 to 1 and beyond. */
  of(calls: number): number {
    return calls * Math.max(leastShare, this.#perCall) * this.#stretch;
  }

  /** Milliseconds of the event loop that one call takes to begin. */
  get setUpMs(): number {
    return this.of(1) * setUpTakesMs;
  }
}
