/** How many calls each trunk has, counted as they come and go: an admission asks for it before each call, however many there are. */
export class TrunkCalls {
  readonly #calls = new Map<string, number>();

  /** Trunks that have any. */
  get trunks(): number {
    return this.#calls.size;
  }

  of(trunkId: string): number {
    return this.#calls.get(trunkId) ?? 0;
  }

  come(trunkId: string): void {
    this.#calls.set(trunkId, this.of(trunkId) + 1);
  }

  go(trunkId: string): void {
    const left = this.of(trunkId) - 1;
    if (left > 0) this.#calls.set(trunkId, left);
    else this.#calls.delete(trunkId);
  }
}
