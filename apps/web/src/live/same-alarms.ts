import type { http } from '@voxkeep/contracts';

type LiveContact = http.LiveSnapshot['contacts'][number];

/** One kind of trouble, since it began with the first of the calls that have it. */
export interface AlarmOfCalls extends http.RecordingAlarm {
  readonly calls: readonly Pick<LiveContact, 'contactId' | 'openedAt'>[];
}

/** The alarms of all calls, those of the same kind and channel together; what began first comes first. */
export function sameAlarms(contacts: readonly LiveContact[]): readonly AlarmOfCalls[] {
  const together = new Map<string, AlarmOfCalls>();
  for (const { contactId, openedAt, alarms } of contacts) {
    for (const alarm of alarms) {
      const key = `${alarm.alarm} ${alarm.channel ?? ''}`;
      const { calls, raisedAt } = together.get(key) ?? { calls: [], raisedAt: alarm.raisedAt };
      const first = raisedAt < alarm.raisedAt ? raisedAt : alarm.raisedAt;
      together.set(key, { ...alarm, raisedAt: first, calls: [...calls, { contactId, openedAt }] });
    }
  }
  return [...together.values()].sort((a, b) => a.raisedAt.localeCompare(b.raisedAt));
}
