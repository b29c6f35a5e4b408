/** An encoded record; `mark` is the octet, or the number of the fact, that it reaches. */
export interface HeldRecord {
  readonly id: string;
  readonly mark: number;
  readonly bytes: Buffer;
}

/** Records on their way to the journal's disk: those that wait to be written, and those that are written and not durable yet. */
export class HeldRecords {
  #waiting: HeldRecord[] = [];
  #unsynced: HeldRecord[] = [];
  #bytes = 0;

  /** `mostBytes`: so much may be held before frames are refused. */
  constructor(private readonly mostBytes: number) {}

  /** How much of what may be held is held, 0 to 1. */
  get load(): number {
    return this.#bytes / this.mostBytes;
  }

  /** Whether everything is durable. */
  get isEmpty(): boolean {
    return this.#waiting.length === 0 && !this.hasUnsynced;
  }

  get hasUnsynced(): boolean {
    return this.#unsynced.length > 0;
  }

  get hasWaiting(): boolean {
    return this.#waiting.length > 0;
  }

  /** Whether so many bytes more may be held. */
  takes(bytes: number): boolean {
    return this.#bytes + bytes <= this.mostBytes;
  }

  add(record: HeldRecord): void {
    this.#waiting.push(record);
    this.#bytes += record.bytes.length;
  }

  /** What waits, to be written now; from here on it is held as written. */
  write(): readonly HeldRecord[] {
    const batch = this.#waiting;
    this.#waiting = [];
    this.#unsynced = this.#unsynced.concat(batch);
    return batch;
  }

  /** What was written is durable. */
  synced(): void {
    for (const { bytes } of this.#unsynced) this.#bytes -= bytes.length;
    this.#unsynced = [];
  }

  /** Nothing is known of what was written since it was durable last: it waits to be written again. */
  writeAgain(): void {
    this.#waiting = this.#unsynced.concat(this.#waiting);
    this.#unsynced = [];
  }

  /** Drops the frames of these segments; that a segment is closed is still told. */
  forget(gone: ReadonlySet<string>): void {
    this.#waiting = this.#without(gone, this.#waiting);
    this.#unsynced = this.#without(gone, this.#unsynced);
  }

  #without(gone: ReadonlySet<string>, held: readonly HeldRecord[]): HeldRecord[] {
    const isGone = ({ id, mark }: HeldRecord): boolean => gone.has(id) && mark > 0;
    for (const record of held) if (isGone(record)) this.#bytes -= record.bytes.length;
    return held.filter((record) => !isGone(record));
  }
}
