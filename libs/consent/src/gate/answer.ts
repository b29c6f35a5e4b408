import type { AnswerSource, ConsentEvidence } from '../evidence.js';
import type { EvidenceReference } from '../grant/consent-grant.js';
import type { PartPolicy } from '../policy.js';
import type { KeyAnswer } from './key-answers.js';

/** One yes or no, whichever way it came. `at` in epoch ms. */
export interface Answer {
  readonly given: boolean;
  readonly withdrawn: boolean;
  readonly at: number;
  readonly by: AnswerSource;
  readonly override: boolean;
  /** A user stops, and the customer has said nothing. */
  readonly isOwnStop?: boolean;
  readonly reference: EvidenceReference;
}

/** The answer that a key gave; it is always the customer's own. */
export function answerOfKey(key: KeyAnswer): Answer {
  const { at, wordingVersion, id } = key;
  return {
    given: key.given,
    withdrawn: key.withdrawn,
    at,
    by: 'customer',
    override: false,
    reference: { kind: 'digit', at, wordingVersion, id },
  };
}

/** The answer in a fact that is not a key, or undefined: questions are not answers, and standing consents may be out of date or for another purpose. */
export function answerOfFact(policy: PartPolicy, fact: ConsentEvidence): Answer | undefined {
  const { at } = fact;
  const common = { at, override: false, withdrawn: false };
  const reference = { at, wordingVersion: null, id: fact.id ?? null };
  switch (fact.kind) {
    case 'api':
      return {
        ...common,
        given: fact.given,
        by: fact.by,
        override: fact.override === true,
        isOwnStop: fact.isOwnStop === true,
        reference: { ...reference, kind: 'api' },
      };
    case 'withdrawn':
      return { ...common, given: false, withdrawn: true, by: fact.by, reference: { ...reference, kind: 'api' } };
    case 'standing':
      if (fact.purpose !== policy.purpose || !isValid(fact.validUntil, fact.foundAt)) return undefined;
      return { ...common, given: fact.given, by: 'customer', reference: { ...reference, kind: 'standing' } };
    default:
      return undefined;
  }
}

function isValid(validUntil: number | null, at: number): boolean {
  return validUntil === null || at < validUntil;
}
