import { setTimeout as pause } from 'node:timers/promises';
import { isLasting, restAfter } from './failed-step.js';

/** Hears of a step that failed; `final`: it is not tried again. */
export type OnStepFailed = (step: string, attempt: number, error: unknown, final: boolean) => void;

/**
 * The durable side of one session: steps run one after the other, and each is tried again while the database is away, so that
 * what happened to a call is written in its order however long that takes. Steps must therefore bear to be run twice.
 */
export class Lane {
  #tail: Promise<void> = Promise.resolve();
  readonly #givenUp = new AbortController();

  constructor(private readonly onFailed: OnStepFailed) {}

  /** Appends a step. What it throws reaches `onFailed`, never the caller. */
  add(step: string, work: () => Promise<unknown>): void {
    this.#tail = this.#tail.then(() => this.#run(step, work));
  }

  /** Resolves when every step added so far is done or given up. */
  idle(): Promise<void> {
    return this.#tail;
  }

  /** Tries nothing again from now on; the next start of the recorder finishes what is left. */
  giveUp(): void {
    this.#givenUp.abort();
  }

  async #run(step: string, work: () => Promise<unknown>): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await work();
        return;
      } catch (error) {
        const final = isLasting(error) || this.#givenUp.signal.aborted;
        this.onFailed(step, attempt, error, final);
        if (final) return;
        await this.#rest(attempt);
      }
    }
  }

  async #rest(attempt: number): Promise<void> {
    await pause(restAfter(attempt), undefined, { signal: this.#givenUp.signal }).catch(() => undefined);
  }
}
