/** The last packet of an agreed type that was heard of a stream. */
export class LastHeard {
  /** When it was read, on the receiver's clock; undefined: there was none. */
  at: number | undefined;
  /** Its sender said that it says nothing (comfort noise). */
  isNoise = false;
  #waitedMs = 0;

  /** `waitedMs`: for how long it may have waited to be read. */
  note(at: number, waitedMs: number, isNoise: boolean): void {
    this.at = at;
    this.#waitedMs = waitedMs;
    this.isNoise = isNoise;
  }

  /** When it came, at the earliest. */
  get cameAt(): number {
    return (this.at ?? -Infinity) - this.#waitedMs;
  }
}
