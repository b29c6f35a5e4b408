import { decideUntoldOutcome, type UntoldPart } from './decide-untold-outcome';

describe('a part of which nobody told an outcome', () => {
  const of = (more: Partial<UntoldPart>) =>
    decideUntoldOutcome({ hadCall: true, state: null, hasAudio: false, lastWord: null, ...more });

  it.each<[string, Partial<UntoldPart>, object]>([
    ['never had a call', { hadCall: false }, { outcome: 'failed', cause: 'no-call' }],
    ['was withdrawn when its audio was removed', { state: 'removed', hasAudio: true }, { outcome: 'withdrawn', cause: null }],
    [
      'is kept, unchecked, when there is audio',
      { state: 'recording', hasAudio: true },
      { outcome: 'kept-unchecked', cause: null },
    ],
    ['stays refused', { lastWord: 'refused' }, { outcome: 'refused', cause: null }],
    [
      'was interrupted before anything was kept',
      { state: 'recording', lastWord: 'given' },
      { outcome: 'failed', cause: 'interrupted' },
    ],
    ['was interrupted before an answer', {}, { outcome: 'failed', cause: 'interrupted' }],
  ])('%s', (_what, part, expected) => {
    expect(of(part)).toEqual(expected);
  });
});
