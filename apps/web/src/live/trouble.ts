import type { http } from '@voxkeep/contracts';

export type Trouble = 'other-codec' | 'foreign-packets' | 'disturbed';

/**
 * What the mark of a call says: by its name what was refused or left out, as the recorder means to, where that is all; else that the
 * recording is disturbed.
 */
export function troubleOf(alarms: readonly Pick<http.RecordingAlarm, 'alarm'>[]): Trouble {
  const kinds = new Set(alarms.map(({ alarm }) => alarm));
  const [only] = kinds;
  return kinds.size === 1 && (only === 'other-codec' || only === 'foreign-packets') ? only : 'disturbed';
}
