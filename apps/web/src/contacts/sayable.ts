import type { http } from '@voxkeep/contracts';
import { endOf } from './told-lengths.ts';

export type Sayable = 'given' | 'refused' | 'withdrawn';
type Call = Pick<http.ContactDetail, 'consents' | 'closedAt' | 'waitsSince' | 'recordings'>;

/**
 * What a customer may say next of being recorded. A yes is taken back; after a no another yes would override it, which nobody does by
 * a button. A question, and a yes whose term is over, are no answer. A call that is over and waits for its vault has nobody to say it.
 */
export function sayable(contact: Call): readonly Sayable[] {
  if (endOf(contact) !== null) return [];
  const last = contact.consents.findLast(({ state }) => state !== 'asked')?.state;
  if (last === 'given') return ['withdrawn'];
  return last === 'refused' || last === 'withdrawn' ? [] : ['given', 'refused'];
}

/** Whether it may destroy what was recorded, so that it is asked for first. */
export function mayDestroy(state: Sayable, { recordings }: Pick<Call, 'recordings'>): boolean {
  return state === 'withdrawn' || (state === 'refused' && recordings.length > 0);
}
