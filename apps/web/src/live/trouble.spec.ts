import { troubleOf } from './trouble.ts';

describe('the mark of a call with which something is wrong', () => {
  const of = (...alarms: readonly Parameters<typeof troubleOf>[0][number]['alarm'][]) =>
    troubleOf(alarms.map((alarm) => ({ alarm })));

  it('names what was refused or left out, where that is all', () => {
    expect([of('other-codec', 'other-codec'), of('foreign-packets')]).toEqual(['other-codec', 'foreign-packets']);
  });

  it('says that the recording is disturbed where audio does not come, or cannot be kept', () => {
    expect([of('silent-party'), of('other-codec', 'audio-lost'), of('vault-failing')]).toEqual([
      'disturbed',
      'disturbed',
      'disturbed',
    ]);
  });
});
