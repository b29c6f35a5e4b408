import type { LossCause } from '@voxkeep/contracts';

/** A stretch of the call in milliseconds from its start. */
export interface Stretch {
  readonly fromMs: number;
  readonly toMs: number;
}

/** Granted audio that is not there. `inventedMs`: silence that stands for it inside the segment, 0 where none does. */
export interface Loss extends Stretch {
  readonly cause: LossCause;
  readonly inventedMs: number;
}

/** Losses of one track that are told one by one; what comes after them is told as one of each cause. */
const toldOneByOne = 200;

/**
 * Silence that stands for packets that never came, put together where it is contiguous. It is told a little later, because whose fault
 * it was is found out later: what the system threw away of our own socket is ours.
 */
export class Losses {
  #fromMs = 0;
  #ms = 0;
  #totalMs = 0;
  #told = 0;
  #cause: LossCause = 'packets-lost';
  #isOver = false;
  readonly #untold: Loss[] = [];
  /** What is too much to be told one by one: while it waits for whose it is, and until the stretch is over. */
  readonly #waiting = new Map<LossCause, Loss>();
  readonly #further = new Map<LossCause, Loss>();

  constructor(private readonly tell: (loss: Loss) => void) {}

  /** Milliseconds so far of which packets were lost; what came and could not be taken is none. */
  get totalMs(): number {
    return this.#totalMs;
  }

  /** Whether losses wait to be told. */
  get areUntold(): boolean {
    return this.#untold.length > 0 || this.#waiting.size > 0 || (this.#isOver && this.#further.size > 0);
  }

  /** Adds silence at a moment of the call, and why it is there. */
  add(atMs: number, ms: number, cause: LossCause): void {
    if (this.#ms > 0 && (cause !== this.#cause || atMs - (this.#fromMs + this.#ms) > 1)) this.flush();
    if (this.#ms === 0) this.#fromMs = atMs;
    this.#cause = cause;
    this.#ms += ms;
    if (cause === 'packets-lost') this.#totalMs += ms;
  }

  /** Adds what is missing before a segment: nothing stands for it there. */
  addBefore(fromMs: number, toMs: number): void {
    this.#totalMs += toMs - fromMs;
    this.#untold.push({ fromMs, toMs, cause: 'packets-lost', inventedMs: 0 });
  }

  /** The segment that began at a moment is given up, and the silence in it with it. */
  forget(sinceMs: number): void {
    this.#ms = 0;
    const kept = this.#untold.filter(({ fromMs }) => fromMs < sinceMs);
    this.#untold.splice(0, this.#untold.length, ...kept);
    for (const joined of [this.#waiting, this.#further])
      for (const { cause, fromMs } of joined.values()) if (fromMs >= sinceMs) joined.delete(cause);
  }

  /** Audio came, or the track ends: what was missing until here is one loss. */
  flush(): void {
    if (this.#ms === 0) return;
    const loss = { fromMs: this.#fromMs, toMs: this.#fromMs + this.#ms, cause: this.#cause, inventedMs: this.#ms };
    this.#ms = 0;
    if (this.#told + this.#untold.length < toldOneByOne) this.#untold.push(loss);
    else join(this.#waiting, loss);
  }

  /** The stretch ends: what waits is told with the next answer to whose it is, also what was too much to be told one by one. */
  end(): void {
    this.flush();
    this.#isOver = true;
  }

  /** Tells what waits; `ours`: packets of it were in our socket and thrown away. */
  tellAll(ours: boolean): void {
    for (const loss of this.#untold.splice(0)) this.#tellOne(laidTo(loss, ours));
    for (const loss of this.#waiting.values()) join(this.#further, laidTo(loss, ours));
    this.#waiting.clear();
    if (this.#isOver) this.#tellFurther();
  }

  #tellFurther(): void {
    this.#isOver = false;
    for (const loss of this.#further.values()) this.#tellOne(loss);
    this.#further.clear();
  }

  #tellOne(loss: Loss): void {
    this.#told += 1;
    this.tell(loss);
  }
}

/** Puts a loss to the others of its cause: from the first to the last of them, with the silence that was invented in between. */
function join(joined: Map<LossCause, Loss>, { fromMs, toMs, cause, inventedMs }: Loss): void {
  const known = joined.get(cause) ?? { fromMs, toMs, inventedMs: 0 };
  const stretch = { fromMs: Math.min(known.fromMs, fromMs), toMs: Math.max(known.toMs, toMs) };
  joined.set(cause, { ...stretch, cause, inventedMs: known.inventedMs + inventedMs });
}

const laidTo = (loss: Loss, ours: boolean): Loss =>
  ours && loss.cause === 'packets-lost' ? { ...loss, cause: 'receive-queue' } : loss;
