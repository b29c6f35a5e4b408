interface Kept<T> {
  readonly value: Promise<T>;
  readonly until: number;
}

/**
 * Keeps answers for a second at most, and forgets all of them when told to. An answer that was asked for before a `forget` is not kept by
 * whoever asks after it, so that a change is seen at once and a lost notification after a second.
 */
export class AccessCache<T> {
  #kept = new Map<string, Kept<T>>();

  constructor(
    private readonly keepMs: number,
    private readonly now: () => number = () => performance.now(),
    private readonly most = 10_000,
  ) {}

  /** The kept answer, else what `read` gives. A failure is not kept. */
  get(key: string, read: () => Promise<T>): Promise<T> {
    const kept = this.#kept.get(key);
    if (kept !== undefined && kept.until > this.now()) return kept.value;
    const value = read();
    if (this.#kept.size >= this.most) this.#kept.clear();
    this.#kept.set(key, { value, until: this.now() + this.keepMs });
    value.catch(() => {
      this.#drop(key, value);
    });
    return value;
  }

  forget(): void {
    this.#kept = new Map();
  }

  #drop(key: string, value: Promise<T>): void {
    if (this.#kept.get(key)?.value === value) this.#kept.delete(key);
  }
}
