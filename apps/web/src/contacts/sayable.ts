import type { http } from '@voxkeep/contracts';
import { isNo, lastWordOf } from './last-word.ts';
import { endOf } from './told-lengths.ts';

export type Sayable = 'given' | 'refused' | 'withdrawn';
type Call = Pick<http.ContactDetail, 'consents' | 'closedAt' | 'waitsSince' | 'recordingOff'>;

/**
 * What a customer may say next of being recorded. A yes is taken back; after a no another yes would override it, which nobody does by
 * a button. A question, and a yes whose term is over, are no answer. A call that is over and waits for its vault has nobody to say it; where
 * nothing is recorded whatever is said, a yes would be a promise that nobody keeps.
 */
export function sayable(contact: Call): readonly Sayable[] {
  if (endOf(contact) !== null || contact.recordingOff) return [];
  const last = lastWordOf(contact.consents)?.state;
  if (last === 'given') return ['withdrawn'];
  return isNo(last) ? [] : ['given', 'refused'];
}

/** Whether it cannot be taken back here, and may destroy what was recorded, so that it is asked for first. */
export function isFinal(state: Sayable): boolean {
  return state !== 'given';
}

/** Whether the customer's last word is a no, while the call goes on: why nothing more can be entered has to be said. */
export function hasSaidNo(contact: Call): boolean {
  return endOf(contact) === null && isNo(lastWordOf(contact.consents)?.state);
}
