import type { http } from '@voxkeep/contracts';

export type Sayable = 'given' | 'refused' | 'withdrawn';

/**
 * What a customer may say next of being recorded. A yes is taken back; after a no another yes would override it, which nobody does by
 * a button. A question, and a yes whose term is over, are no answer.
 */
export function sayable(consents: http.ContactDetail['consents']): readonly Sayable[] {
  const last = consents.findLast(({ state }) => state !== 'asked')?.state;
  if (last === 'given') return ['withdrawn'];
  return last === 'refused' || last === 'withdrawn' ? [] : ['given', 'refused'];
}
