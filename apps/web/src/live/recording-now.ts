import { silenceAlarms, type http, type RecordingAlarm } from '@voxkeep/contracts';

type LiveContact = Pick<http.LiveSnapshot['contacts'][number], 'state' | 'recording' | 'alarms'>;

const isOneOf = (kinds: readonly RecordingAlarm[], alarm: RecordingAlarm): boolean => kinds.includes(alarm);

/** The word for the recording of a live contact, by what comes: permission alone records nothing. */
export function recordingNow({ state, recording, alarms }: LiveContact): string {
  if (state === 'ended') return 'waits-for-vault';
  if (recording !== 'recording') return recording;
  const silent = alarms.filter(({ alarm }) => isOneOf(silenceAlarms, alarm));
  if (silent.length === 0) return recording;
  const sides = new Set(silent.map(({ channel }) => channel));
  const isAll = sides.has(null) || sides.has('mixed') || sides.size > 1 || silent.some(({ alarm }) => alarm === 'nothing-came');
  return isAll ? 'nothing-comes' : 'in-part';
}
