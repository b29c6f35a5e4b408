import type { RecordingAlarm } from '@voxkeep/contracts';
import { isNotice, troublesOf } from './trouble.ts';

describe('the marks of a call with which something is wrong', () => {
  const of = (...alarms: readonly RecordingAlarm[]) => troublesOf(alarms.map((alarm) => ({ alarm })));

  it('name what was refused or left out, each once', () => {
    expect(of('other-codec', 'foreign-packets', 'other-codec')).toEqual(['other-codec', 'foreign-packets']);
  });

  it('say first that the recording is disturbed where audio does not come, or cannot be kept', () => {
    expect([of('silent-party'), of('other-codec', 'audio-lost', 'vault-failing'), of()]).toEqual([
      ['disturbed'],
      ['disturbed', 'other-codec'],
      [],
    ]);
  });

  it('are notices where nothing is missing that should be there', () => {
    expect((['other-codec', 'foreign-packets', 'silent-party', 'journal-failing'] as const).map(isNotice)).toEqual([
      ...[true, true],
      ...[false, false],
    ]);
  });
});
