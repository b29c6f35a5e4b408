import { answerSources, type ConsentEvidence } from '../evidence.js';
import { ConsentGrant } from '../grant/consent-grant.js';
import type { PartPolicy } from '../policy.js';
import { asked, keys, policy, pressed, standing, start, told, withdrawn } from './consent.fixture.js';
import { decideConsent } from './decide-consent.js';

const stopped = (second: number) => told(false, second, { by: 'agent', isOwnStop: true });
const outcome = (evidence: readonly ConsentEvidence[], more: Partial<PartPolicy> = {}): string => {
  const decision = decideConsent({ ...policy, ...more }, evidence);
  return ConsentGrant.isGenuine(decision) ? `granted by ${decision.evidence.kind}` : decision.refused;
};

describe('a call on which consent is asked by key', () => {
  it.each<[string, readonly ConsentEvidence[], string]>([
    ['refuses while nobody was asked', [], 'not-asked'],
    ['refuses when nobody answers', [asked(1)], 'unanswered'],
    ['grants the accept key in the window', [asked(1), pressed('1', 3)], 'granted by digit'],
    ['refuses on the reject key', [asked(1), pressed('2', 3)], 'refused'],
    ['ignores the accept key before the question', [pressed('1', 0.5), asked(1)], 'unanswered'],
    ['ignores a key that was received before the question, whatever time it claims', [pressed('1', 3), asked(1)], 'unanswered'],
    [
      'ignores a key that is told after the question and went down before it',
      [asked(1), pressed('1', 3, { beganAt: start + 900 })],
      'unanswered',
    ],
    [
      'hears who lets go of that key and presses it again',
      [asked(1), pressed('1', 3, { beganAt: start + 900 }), pressed('1', 4, { beganAt: start + 3900 })],
      'granted by digit',
    ],
    [
      'grants a key that was down when the question was put again, and went down after it was put first',
      [asked(1), asked(3), pressed('1', 4, { beganAt: start + 2000 })],
      'granted by digit',
    ],
    [
      'ignores a key that was down since before the question was put first',
      [asked(1), asked(3), pressed('1', 4, { beganAt: start + 900 })],
      'unanswered',
    ],
    [
      'refuses on a reject key that went down before the question',
      [asked(1), pressed('2', 3, { beganAt: start + 900 })],
      'refused',
    ],
    [
      'counts no wrong key that went down before the question',
      [asked(1), pressed('5', 2, { beganAt: start }), pressed('6', 3), pressed('1', 4)],
      'granted by digit',
    ],
    [
      'grants a key that went down after the question',
      [asked(1), pressed('1', 3, { beganAt: start + 1000 })],
      'granted by digit',
    ],
    ['ignores the accept key after the time-out', [asked(1), pressed('1', 11.1)], 'unanswered'],
    [
      'ignores a key that reaches us after the time-out',
      [asked(1), pressed('1', 5, { receivedAt: start + 12_000 })],
      'unanswered',
    ],
    ['ignores the key of the agent', [asked(1), pressed('1', 3, { channel: 'agent' })], 'unanswered'],
    [
      'ignores the accept key on a stream that others share by now',
      [asked(1), pressed('1', 3, { channel: 'shared' })],
      'unanswered',
    ],
    ['refuses on the reject key there', [asked(1), pressed('2', 3, { channel: 'shared' })], 'refused'],
    ['ignores a key on a mixed stream', [asked(1), pressed('1', 3, { channel: 'mixed' })], 'unanswered'],
    [
      'takes an answer by the API on a mixed stream',
      [asked(1), pressed('1', 3, { channel: 'mixed' }), told(true, 4)],
      'granted by api',
    ],
    ['forgives one wrong key when the policy allows one retry', [asked(1), pressed('5', 2), pressed('1', 3)], 'granted by digit'],
    [
      'closes the window after one wrong key too many',
      [asked(1), pressed('5', 2), pressed('6', 3), pressed('1', 4)],
      'unanswered',
    ],
    ['opens a second window when the question is put again', [asked(1), asked(15), pressed('1', 17)], 'granted by digit'],
    ['opens no third window with one retry', [asked(1), asked(15), asked(30), pressed('1', 32)], 'unanswered'],
    ['lets no key change a no', [asked(1), pressed('2', 3), pressed('1', 4)], 'refused'],
    ['lets no key change a no, also when asked again', [asked(1), pressed('2', 3), asked(5), pressed('1', 6)], 'refused'],
    ['lets no key change a yes', [asked(1), pressed('1', 3), pressed('2', 4)], 'granted by digit'],
    ['grants a standing consent for this purpose', [standing(true)], 'granted by standing'],
    ['ignores a standing consent for another purpose', [standing(true, { purpose: 'training' })], 'not-asked'],
    ['ignores a standing consent that has run out', [standing(true, { validUntil: start })], 'not-asked'],
    ['lets a spoken no outweigh a standing consent, found before it', [standing(true), told(false, 2)], 'refused'],
    ['lets a spoken no outweigh a standing consent, found after it', [told(false, 2), standing(true)], 'refused'],
    ['lets a spoken yes outweigh an older standing refusal', [told(true, 2), standing(false)], 'granted by api'],
    ['stops on a withdrawal', [told(true, 2), withdrawn(9)], 'withdrawn'],
    [
      'keeps a withdrawal against a yes that was spoken before it and arrives late',
      [told(true, 2), withdrawn(9), told(true, 8)],
      'withdrawn',
    ],
    ['takes a fresh yes of the customer after a withdrawal', [told(true, 2), withdrawn(9), told(true, 12)], 'granted by api'],
    ['takes no yes of an agent after a no', [told(false, 2), told(true, 4, { by: 'agent' })], 'refused'],
    [
      'takes an override by an agent after a no',
      [told(false, 2), told(true, 4, { by: 'agent', override: true })],
      'granted by api',
    ],
    ['takes no override after a withdrawal', [withdrawn(2), told(true, 4, { by: 'agent', override: true })], 'withdrawn'],
  ])('%s', (_title, evidence, expected) => {
    expect(outcome(evidence)).toBe(expected);
  });
});

describe('a trunk that asks before SIPREC starts', () => {
  const trunk = { askedBeforeSeconds: 8 };

  it('counts a key within its seconds', () => {
    expect(outcome([pressed('1', 7)], trunk)).toBe('granted by digit');
  });
  it('counts no key after its seconds', () => {
    expect(outcome([pressed('1', 8.1)], trunk)).toBe('unanswered');
  });
  it('counts no key where the trunk says nothing', () => {
    expect(outcome([pressed('1', 7)])).toBe('not-asked');
  });
});

describe('a policy with a withdrawal sequence', () => {
  const sequence = { keys: { ...keys, withdrawalSequence: '*9' } };
  const granted = [asked(1), pressed('1', 3)];

  it('withdraws on the whole sequence of the customer', () => {
    expect(outcome([...granted, pressed('*', 20), pressed('9', 21)], sequence)).toBe('withdrawn');
  });
  it('does nothing on half of it', () => {
    expect(outcome([...granted, pressed('9', 21)], sequence)).toBe('granted by digit');
  });
  it('does nothing when it takes longer than a window', () => {
    expect(outcome([...granted, pressed('*', 20), pressed('9', 31)], sequence)).toBe('granted by digit');
  });
  it('does nothing for the agent', () => {
    expect(outcome([...granted, pressed('*', 20, { channel: 'agent' }), pressed('9', 21, { channel: 'agent' })], sequence)).toBe(
      'granted by digit',
    );
  });
});

describe('the other modes', () => {
  it.each<[string, Partial<PartPolicy>, readonly ConsentEvidence[], string]>([
    ['off keeps nothing, whatever is said', { mode: 'off' }, [asked(1), pressed('1', 2), told(true, 3)], 'off'],
    ['by-user waits for the user', { mode: 'by-user' }, [], 'off'],
    ['by-user starts with the user', { mode: 'by-user' }, [told(true, 3, { by: 'agent' })], 'granted by api'],
    ['by-user is not started by the customer', { mode: 'by-user' }, [asked(1), pressed('1', 3)], 'off'],
    [
      'by-user starts no more after the customer objected',
      { mode: 'by-user' },
      [told(false, 2), told(true, 3, { by: 'agent' })],
      'refused',
    ],
    ['by-user-on starts by itself', { mode: 'by-user-on' }, [], 'granted by policy'],
    ['by-user-on stops with the user, which is no refusal', { mode: 'by-user-on' }, [stopped(3)], 'off'],
    [
      'by-user-on starts again with the user',
      { mode: 'by-user-on' },
      [stopped(3), told(true, 5, { by: 'agent' })],
      'granted by api',
    ],
    ['by-user-on yields to a standing refusal', { mode: 'by-user-on' }, [standing(false)], 'refused'],
    ['always-with-notice keeps nothing before the notice', { mode: 'always-with-notice' }, [], 'not-asked'],
    ['always-with-notice keeps after the notice', { mode: 'always-with-notice' }, [asked(1)], 'granted by asked'],
    [
      'always-with-notice keeps where the trunk announces',
      { mode: 'always-with-notice', askedBeforeSeconds: 0 },
      [],
      'granted by announced',
    ],
    [
      'always-with-notice yields to the reject key after the notice',
      { mode: 'always-with-notice' },
      [asked(1), pressed('2', 2)],
      'refused',
    ],
    [
      'always-with-notice yields to a standing refusal',
      { mode: 'always-with-notice', askedBeforeSeconds: 0 },
      [standing(false)],
      'refused',
    ],
  ])('%s', (_title, more, evidence, expected) => {
    expect(outcome(evidence, more)).toBe(expected);
  });
});

describe('what a customer says', () => {
  const yes = told(true, 1, { by: 'agent' });
  const keeping = ['by-user', 'by-user-on', 'always-with-notice', 'only-with-consent'] as const;
  const cases = keeping.flatMap((mode) => answerSources.map((by) => [mode, by] as const));

  it.each(cases)('counts under the mode %s when it is told by %s', (mode, by) => {
    for (const before of [[], [asked(0), yes]]) {
      expect(outcome([...before, told(false, 2, { by })], { mode })).toBe('refused');
      expect(outcome([...before, { ...withdrawn(2), by }], { mode })).toBe('withdrawn');
    }
  });

  it.each(['by-user', 'by-user-on'] as const)('counts under the mode %s after the user has stopped, for good', (mode) => {
    expect(outcome([yes, stopped(2), told(false, 3, { by: 'agent' }), told(true, 4, { by: 'agent' })], { mode })).toBe('refused');
    expect(outcome([yes, told(false, 2, { by: 'agent' }), stopped(3), told(true, 4, { by: 'agent' })], { mode })).toBe('refused');
  });

  it('is nothing to keep where nothing is kept', () => {
    expect(outcome([told(false, 2, { by: 'agent' })], { mode: 'off' })).toBe('off');
  });
});
