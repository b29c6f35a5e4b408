import type { ConsentEvidence, StandingAnswer } from '../evidence.js';
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
  #told: boolean;
  /** A yes for all calls that waits for the notice. */
  #waiting: StandingAnswer | undefined;
  /** There was a yes before the last answer. */
  #wasGiven = false;
  /** A no about this contact from before the part was found late: what was kept until then is destroyed, whatever the policy says. */
  #wasRefusedBefore = false;

  constructor(private readonly policy: PartPolicy) {
    this.#stance = policy.mode === 'off' ? silence('off') : stanceAtStart(policy);
    this.#keys = policy.keys === null ? undefined : new KeyReader(policy.keys, policy);
    this.#told = policy.askedBeforeSeconds !== null;
  }

  get stance(): Stance {
    return this.#stance;
  }

  /** Takes the next fact and returns the stance after it. With mode `off` no fact changes anything. */
  weigh(fact: ConsentEvidence): Stance {
    if (this.policy.mode === 'off') return this.#stance;
    const key = this.#keys?.read(fact);
    if (fact.kind === 'standing' && fact.ofPerson === true) return this.#standing(fact);
    this.#wasRefusedBefore ||= isNoFromBefore(fact, this.policy);
    const answer = key === undefined ? answerOfFact(this.policy, fact) : answerOfKey(key);
    if (answer !== undefined) this.#answer(answer);
    else if (fact.kind === 'asked') this.#asked(fact.at, fact.wordingVersion, fact.id ?? null);
    return this.#stance;
  }

  /**
   * What the person said for all calls. A yes counts where the policy takes it and never before the notice; keys stay live after it, so
   * that the person can still refuse this call. A no counts everywhere.
   */
  #standing(fact: StandingAnswer): Stance {
    const answer = answerOfFact(this.policy, fact);
    if (answer === undefined) return this.#stance;
    this.#waiting = undefined;
    if (!answer.given) this.#answer(answer);
    else if (this.policy.acceptsStanding === true && this.#told) this.#stance = this.#after(answer);
    else if (this.policy.acceptsStanding === true) this.#waiting = fact;
    return this.#stance;
  }

  #answer(answer: Answer): void {
    const before = this.#stance;
    this.#stance = this.#after(answer);
    if (this.#stance !== before) this.#keys?.settle();
  }

  /** The stance after an answer. What was destroyed is not begun again. */
  #after(answer: Answer): Stance {
    const stance = this.#stance;
    this.#wasGiven ||= stance.given;
    const destroys = this.policy.destroysOnNo === true || this.#wasRefusedBefore;
    const isDestroyed = destroys && this.#wasGiven && !stance.given && stance.final;
    return answer.given && isDestroyed ? stance : afterAnswer(this.policy, stance, answer);
  }

  /** A notice is enough where the policy says so; a question only turns "not asked" into "unanswered". */
  #asked(at: number, wordingVersion: string, id: string | null): void {
    this.#told = true;
    const stance = this.#stance;
    if (!stance.given && !stance.final && stance.reason === 'not-asked') {
      const enough = this.policy.mode === 'always-with-notice';
      this.#stance = enough ? { given: true, at, evidence: { kind: 'asked', at, wordingVersion, id } } : silence('unanswered');
    }
    if (this.#waiting !== undefined) this.#standing(this.#waiting);
  }
}

function isNoFromBefore(fact: ConsentEvidence, { startedAt }: PartPolicy): boolean {
  return fact.kind === 'standing' && fact.ofPerson !== true && !fact.given && fact.at <= startedAt;
}
