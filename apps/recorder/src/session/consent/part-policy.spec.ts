import { partPolicyOf, type PartTerms } from './part-policy.js';

const recording = {
  id: 'r',
  mode: 'only-with-consent',
  purpose: 'training',
  onWithdrawal: 'destroy',
  tracks: ['customer', 'agent'],
} as const;
const terms = (more: Partial<PartTerms>): PartTerms => ({
  ...{ contactId: 'c', trunk: { askedBeforeSeconds: 5 }, rules: { recording, consent: null } },
  ...{ channels: ['customer', 'agent'], startedAt: 7 },
  ...more,
});

describe('the policy of a call', () => {
  it('is that of its queue, for the channels it has', () => {
    expect(partPolicyOf(terms({}))).toEqual({
      ...{ contactId: 'c', purpose: 'training', mode: 'only-with-consent', channels: ['customer', 'agent'] },
      ...{ keys: null, startedAt: 7, askedBeforeSeconds: 5, destroysOnNo: true },
    });
  });

  it('lets a yes follow a no where nothing is destroyed', () => {
    const keeps = { recording: { ...recording, onWithdrawal: 'keep' }, consent: null } as const;
    expect(partPolicyOf(terms({ rules: keeps })).destroysOnNo).toBe(false);
  });

  it.each([
    ['no queue', { rules: undefined }],
    ['no recording policy', { rules: { recording: null, consent: null } }],
    [
      'one mixed stream where only one side may be kept',
      { channels: ['mixed'], rules: { recording: { ...recording, tracks: ['agent'] }, consent: null } },
    ],
  ] as const)('is off with %s', (_what, more) => {
    expect(partPolicyOf(terms(more as Partial<PartTerms>)).mode).toBe('off');
  });

  it('names the tracks that may be kept only', () => {
    expect(partPolicyOf(terms({ rules: { recording: { ...recording, tracks: ['agent'] }, consent: null } })).channels).toEqual([
      'agent',
    ]);
  });
});
