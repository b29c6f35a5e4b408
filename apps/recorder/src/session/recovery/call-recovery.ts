import { setTimeout as pause } from 'node:timers/promises';
import { diagnostics } from '@voxkeep/platform';
import { recoveryFailed } from '../events.js';
import { recoverCalls, type RecoveryTerms } from './recover-calls.js';
import type { Remains } from './remains.js';

const tryAgainMs = 1000;
/** Rests of a recovery that cannot finish grow up to an hour. */
const longestRestMs = 3_600_000;

/** Finishes what a recorder that died left, beside the calls, and tries as often as that takes. */
export class CallRecovery {
  #left: Remains | undefined;

  constructor(
    private readonly terms: Omit<RecoveryTerms, 'remains'>,
    remains: Remains,
  ) {
    this.#left = remains;
  }

  /** Whether it is not decided yet what becomes of this contact's call. */
  holds(contactId: string): boolean {
    return this.#left?.interrupted.has(contactId) === true;
  }

  /** Resolves when everything is finished, or it was stopped. */
  async run(stopped: AbortSignal): Promise<void> {
    for (let restMs = tryAgainMs; this.#left && !stopped.aborted; restMs = Math.min(2 * restMs, longestRestMs)) {
      try {
        this.#left = await recoverCalls({ ...this.terms, remains: this.#left });
      } catch (error) {
        diagnostics.record(recoveryFailed, { error });
      }
      if (this.#left) await pause(restMs, undefined, { signal: stopped, ref: false }).catch(() => undefined);
    }
  }
}
