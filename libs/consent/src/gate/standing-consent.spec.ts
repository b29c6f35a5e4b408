import type { ConsentEvidence } from '../evidence.js';
import type { PartPolicy } from '../policy.js';
import { asked, policy, pressed, standing, start, told, withdrawn } from './consent.fixture.js';
import { ConsentGate, isGranted } from './consent-gate.js';

const ofPerson = (given: boolean, more = {}) => standing(given, { ofPerson: true, ...more });
const outcome = (evidence: readonly ConsentEvidence[], more: Partial<PartPolicy> = {}): string => {
  const gate = new ConsentGate({ ...policy, acceptsStanding: true, askedBeforeSeconds: 10, ...more });
  for (const fact of evidence) gate.feed(fact);
  return isGranted(gate.decision) ? `granted by ${gate.decision.evidence.kind}` : gate.decision.refused;
};

describe('a consent that the person gave for all calls', () => {
  it.each<[string, readonly ConsentEvidence[], Partial<PartPolicy>, string]>([
    ['counts from the start where the notice was given before', [ofPerson(true)], {}, 'granted by standing'],
    ['waits for the notice', [ofPerson(true)], { askedBeforeSeconds: null }, 'not-asked'],
    ['counts as soon as the notice is given', [ofPerson(true), asked(1)], { askedBeforeSeconds: null }, 'granted by standing'],
    ['counts when it is found after the notice', [asked(1), ofPerson(true)], { askedBeforeSeconds: null }, 'granted by standing'],
    ['counts for nothing where the policy does not take it', [ofPerson(true)], { acceptsStanding: false }, 'unanswered'],
    ['counts for its purpose only', [ofPerson(true, { purpose: 'training' })], {}, 'unanswered'],
    ['counts no more when its time is over', [ofPerson(true, { validUntil: start })], {}, 'unanswered'],
    ['yields to the reject key of this call', [ofPerson(true), pressed('2', 3)], {}, 'refused'],
    ['yields to a refusal of this call that came before it', [told(false, 1), ofPerson(true)], {}, 'refused'],
    ['ends with a withdrawal', [ofPerson(true), withdrawn(3)], {}, 'withdrawn'],
    [
      'does not come back after a withdrawal when the notice is given again',
      [ofPerson(true), withdrawn(3), asked(4)],
      {},
      'withdrawn',
    ],
    ['leaves a policy by user alone', [ofPerson(true)], { mode: 'by-user' }, 'off'],
    [
      'is forgotten when a refusal for all calls follows',
      [ofPerson(true), ofPerson(false), asked(1)],
      { askedBeforeSeconds: null },
      'refused',
    ],
  ])('%s', (_title, evidence, more, expected) => {
    expect(outcome(evidence, more)).toBe(expected);
  });

  it('counts as a refusal for all calls whatever the policy takes', () => {
    expect(outcome([ofPerson(false)], { mode: 'always-with-notice', acceptsStanding: false })).toBe('refused');
  });
});
