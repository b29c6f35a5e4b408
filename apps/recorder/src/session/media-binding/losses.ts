import type { LossCause } from '@voxkeep/contracts';
import type { Loss } from './track.js';

/** Losses of one track that are told one by one; what comes after them is told as one. */
const toldOneByOne = 200;

/** Silence that stands for packets that never came, put together where it is contiguous and told with its cause. */
export class Losses {
  #fromMs = 0;
  #ms = 0;
  #totalMs = 0;
  #told = 0;
  #cause: LossCause = 'packets-lost';
  #further: Loss | undefined;

  constructor(private readonly tell: (loss: Loss) => void) {}

  /** Milliseconds that were missing so far. */
  get totalMs(): number {
    return this.#totalMs;
  }

  /** Adds silence at a moment of the call. */
  add(atMs: number, ms: number): void {
    if (this.#ms > 0 && atMs - (this.#fromMs + this.#ms) > 1) this.flush();
    if (this.#ms === 0) this.#fromMs = atMs;
    this.#ms += ms;
    this.#totalMs += ms;
  }

  /** Says why what is missing now, or next, is missing; holds until the next audio. */
  blame(cause: LossCause): void {
    this.#cause = cause;
  }

  /** Audio came, or the track ends: what was missing until here is told. */
  flush(): void {
    if (this.#ms === 0) return;
    const loss = { fromMs: this.#fromMs, toMs: this.#fromMs + this.#ms, cause: this.#cause, inventedMs: this.#ms };
    this.#ms = 0;
    this.#cause = 'packets-lost';
    this.#told += 1;
    if (this.#told <= toldOneByOne) this.tell(loss);
    else this.#further = this.#further ? { ...this.#further, toMs: loss.toMs, inventedMs: this.#further.inventedMs + loss.inventedMs } : loss;
  }

  /** Tells at the end what was too much to be told one by one. */
  tellFurther(): void {
    this.flush();
    if (this.#further) this.tell(this.#further);
    this.#further = undefined;
  }
}
