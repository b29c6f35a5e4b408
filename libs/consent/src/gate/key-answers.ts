import type { ConsentEvidence, Digit } from '../evidence.js';
import type { ConsentKeys, PartPolicy } from '../policy.js';
import { afterWrongKey, isAfter, isCustomers, isInWindow, windowAtStart, windowOf, type Window } from './window.js';

/** What a key meant: an answer to a question, or the withdrawal sequence. `at` is when it was received, epoch ms. */
export interface KeyAnswer {
  readonly kind: 'digit';
  readonly given: boolean;
  readonly withdrawn: boolean;
  readonly at: number;
  readonly wordingVersion: string | null;
  readonly id: string | null;
}

function answer(digit: Digit, given: boolean, withdrawn: boolean, wordingVersion: string | null): KeyAnswer {
  return { kind: 'digit', given, withdrawn, at: digit.receivedAt, wordingVersion, id: digit.id ?? null };
}

/**
 * Reads keys one after the other: at most one answer, in an open window; afterwards keys do nothing except the withdrawal sequence of the
 * policy, pressed within one window length. The reader is told of decisions that came another way by `settle`.
 */
export class KeyReader {
  #window: Window | undefined;
  /** That of the question before, for a key that was down already when the question was put again. */
  #before: Window | undefined;
  #questions = 0;
  #settled = false;
  #pressed: readonly Digit[] = [];

  constructor(
    private readonly keys: ConsentKeys,
    policy: PartPolicy,
  ) {
    this.#window = windowAtStart(policy);
    if (this.#window !== undefined) this.#questions = 1;
  }

  /** A decision was made: no key answers a question any more. */
  settle(): void {
    this.#settled = true;
    this.#window = undefined;
  }

  /** Takes the next fact; returns what a key meant, if it meant anything. */
  read(fact: ConsentEvidence): KeyAnswer | undefined {
    if (fact.kind === 'asked') {
      this.#ask(windowOf(this.keys, fact));
      return undefined;
    }
    if (fact.kind !== 'digit' || !isCustomers(fact)) return undefined;
    return this.#settled ? this.#withdrawal(fact) : this.#decision(fact);
  }

  #ask(window: Window): void {
    if (this.#settled || this.#questions > this.keys.retries) return;
    this.#questions += 1;
    this.#before = this.#window;
    this.#window = window;
  }

  /** A yes goes down after the question that it answers; a no counts whenever it is heard while one is open. */
  #decision(digit: Digit): KeyAnswer | undefined {
    const window = digit.digit === this.keys.rejectKey ? this.#window : this.#questionBefore(digit);
    if (!isInWindow(window, digit)) return undefined;
    if (digit.digit !== this.keys.acceptKey && digit.digit !== this.keys.rejectKey) {
      this.#wrong(window);
      return undefined;
    }
    this.settle();
    // Should both keys be configured alike, the key refuses: doubt never grants.
    return answer(digit, digit.digit !== this.keys.rejectKey, false, window.wordingVersion);
  }

  #wrong(window: Window): void {
    if (window !== this.#window) return;
    this.#window = afterWrongKey(window);
    this.#before = undefined;
  }

  /** The last question that was put before a key of the customer went down. */
  #questionBefore(digit: Digit): Window | undefined {
    if (digit.channel !== 'customer') return undefined;
    return [this.#window, this.#before].find((window) => window !== undefined && isAfter(window, digit));
  }

  #withdrawal(digit: Digit): KeyAnswer | undefined {
    const sequence = this.keys.withdrawalSequence;
    if (sequence === null || sequence === '') return undefined;
    this.#pressed = [...this.#pressed, digit].slice(-sequence.length);
    const first = this.#pressed[0];
    if (first === undefined || this.#pressed.map((pressed) => pressed.digit).join('') !== sequence) return undefined;
    if (digit.receivedAt - first.receivedAt > this.keys.windowSeconds * 1000) return undefined;
    return answer(digit, false, true, null);
  }
}
