import type { ConsentEvidence } from '../evidence.js';
import type { PartPolicy } from '../policy.js';
import { answerOfFact, answerOfKey, type Answer } from './answer.js';
import { KeyReader } from './key-answers.js';
import { afterAnswer, silence, stanceAtStart, type Stance } from './stance.js';

/**
 * Weighs facts in the order in which they were received. Deterministic: same policy and facts, same stance. Both the pure decision and the
 * gate of a live call read evidence through it, so that they cannot differ.
 */
export class Deliberation {
  #stance: Stance;
  readonly #keys: KeyReader | undefined;

  constructor(private readonly policy: PartPolicy) {
    this.#stance = policy.mode === 'off' ? silence('off') : stanceAtStart(policy);
    this.#keys = policy.keys === null ? undefined : new KeyReader(policy.keys, policy);
  }

  get stance(): Stance {
    return this.#stance;
  }

  /** Takes the next fact and returns the stance after it. With mode `off` no fact changes anything. */
  weigh(fact: ConsentEvidence): Stance {
    if (this.policy.mode === 'off') return this.#stance;
    const key = this.#keys?.read(fact);
    const answer = key === undefined ? answerOfFact(this.policy, fact) : answerOfKey(key);
    if (answer !== undefined) this.#answer(answer);
    else if (fact.kind === 'asked') this.#asked(fact.at, fact.wordingVersion, fact.id ?? null);
    return this.#stance;
  }

  #answer(answer: Answer): void {
    const before = this.#stance;
    this.#stance = afterAnswer(this.policy, before, answer);
    if (this.#stance !== before) this.#keys?.settle();
  }

  /** A notice is enough where the policy says so; a question only turns "not asked" into "unanswered". */
  #asked(at: number, wordingVersion: string, id: string | null): void {
    const stance = this.#stance;
    if (stance.given || stance.final || stance.reason !== 'not-asked') return;
    const told = this.policy.mode === 'always-with-notice';
    this.#stance = told ? { given: true, at, evidence: { kind: 'asked', at, wordingVersion, id } } : silence('unanswered');
  }
}
