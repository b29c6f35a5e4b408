import type { http, RecordingAlarm } from '@voxkeep/contracts';

const notices = ['other-codec', 'foreign-packets'] as const satisfies readonly RecordingAlarm[];
type Notice = (typeof notices)[number];
export type Trouble = Notice | 'disturbed';

/** Whether it only says what was refused or left out, as the recorder means to: nothing is missing that should be there. */
export function isNotice(alarm: RecordingAlarm): alarm is Notice {
  return (notices as readonly RecordingAlarm[]).includes(alarm);
}

/** The marks of a call beside the state of its recording: that it is disturbed, and by its name what was refused or left out. */
export function troublesOf(alarms: readonly Pick<http.RecordingAlarm, 'alarm'>[]): readonly Trouble[] {
  const kinds = new Set<Trouble>(alarms.map(({ alarm }) => (isNotice(alarm) ? alarm : 'disturbed')));
  return (['disturbed', ...notices] as const).filter((kind) => kinds.has(kind));
}
