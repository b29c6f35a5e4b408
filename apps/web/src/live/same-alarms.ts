import type { http } from '@voxkeep/contracts';

type LiveContact = http.LiveSnapshot['contacts'][number];
type Call = Pick<LiveContact, 'contactId' | 'openedAt' | 'queue' | 'agent'>;

/** So many calls of a trouble are linked; the table below has them all. */
const mostLinks = 5;

/** One kind of trouble, since it began with the first of the calls that have it. */
export interface AlarmOfCalls extends http.RecordingAlarm {
  readonly calls: readonly Call[];
}

/** The alarms of all calls, those of the same kind and channel together; what began first comes first. */
export function sameAlarms(contacts: readonly LiveContact[]): readonly AlarmOfCalls[] {
  const together = new Map<string, AlarmOfCalls>();
  for (const { contactId, openedAt, queue, agent, alarms } of contacts) {
    for (const alarm of alarms) {
      const key = `${alarm.alarm} ${alarm.channel ?? ''}`;
      const { calls, raisedAt } = together.get(key) ?? { calls: [], raisedAt: alarm.raisedAt };
      const first = raisedAt < alarm.raisedAt ? raisedAt : alarm.raisedAt;
      together.set(key, { ...alarm, raisedAt: first, calls: [...calls, { contactId, openedAt, queue, agent }] });
    }
  }
  return [...together.values()].sort((a, b) => a.raisedAt.localeCompare(b.raisedAt));
}

/** The calls of a trouble that are linked, and how many further ones there are. */
export function linkedOf({ calls }: Pick<AlarmOfCalls, 'calls'>): { readonly linked: readonly Call[]; readonly more: number } {
  const linked = calls.slice(0, mostLinks);
  return { linked, more: calls.length - linked.length };
}

/** A call in the text of its link: its time, and what tells it from others of the same second, as far as it is known. */
export function nameOf({ queue, agent }: Pick<Call, 'queue' | 'agent'>, opened: string): string {
  return [opened, queue, agent].filter((part) => part !== null).join(' · ');
}
