import { mayVerifyForRecordings, recordingsHint } from './recordings-hint';
import { queryOf } from './report-options';

describe('recordings in an answer', () => {
  it.each([
    [1, false, 'unsure'],
    [1, true, 'unsure'],
    [2, true, 'asked'],
    [3, false, 'added'],
  ] as const)(
    'of a requester at level %d, asked for when the case was opened: %s, are %s',
    (verificationLevel, withRecordings, hint) => {
      expect(recordingsHint({ verificationLevel, withRecordings })).toBe(hint);
    },
  );

  it('go by the case until they are ticked or not', () => {
    const asked = [undefined, true, false].map((recordings) => queryOf({ language: '', recordings, redact: 'none' }));
    expect(asked).toEqual(['', '?recordings=true', '?recordings=false']);
  });

  it('can be verified for as long as the case is not over, also when a report needs no more', () => {
    const state = 'reported';
    const at = (verificationLevel: number) => mayVerifyForRecordings({ kind: 'report', state, verificationLevel });
    expect([at(1), at(2)]).toEqual([true, false]);
    expect(mayVerifyForRecordings({ kind: 'report', state: 'closed', verificationLevel: 1 })).toBe(false);
  });
});
