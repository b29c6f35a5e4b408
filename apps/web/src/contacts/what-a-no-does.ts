import type { http } from '@voxkeep/contracts';
import { isNo, lastWordOf } from './last-word.ts';

type Call = Pick<http.ContactDetail, 'consents'> & {
  readonly recordings: readonly Pick<http.ContactDetail['recordings'][number], 'state'>[];
};

/** The question before a no: it ends a recording and may destroy what there is, or there is none. */
export type Question = 'ask' | 'askUnrecorded';
/** What stands after a no. `afterNo`: what became of the recording is not told yet. */
export type AfterNo = 'afterNo' | 'afterNoDestroyed' | 'afterNoUndestroyed';
/** What the recorder has done. `applied`: it has done it, and the books do not tell yet what it came to. */
export type Done = 'applied' | 'began';

const isIn = ({ recordings }: Call, ...states: readonly string[]): boolean =>
  recordings.some(({ state }) => states.includes(state));

/** Decides what to ask before a no. What its user has stopped may be destroyed as well. */
export function questionBefore(contact: Call): Question {
  return isIn(contact, 'recording', 'paused') ? 'ask' : 'askUnrecorded';
}

/** Decides what is true after a no: only where nothing was destroyed can the customer still agree. */
export function afterNo(contact: Call): AfterNo {
  if (isIn(contact, 'recording')) return 'afterNo';
  return isIn(contact, 'removed') ? 'afterNoDestroyed' : 'afterNoUndestroyed';
}

/**
 * What was carried out, by what the books tell of the contact now. Nothing is said of a no that they tell: what stands after it
 * (`afterNo`) says what became of the recording, and is not said twice.
 */
export function carriedOut(contact: Call): Done | undefined {
  const isUnderWay = isIn(contact, 'recording');
  if (isNo(lastWordOf(contact.consents)?.state)) return isUnderWay ? 'applied' : undefined;
  return isUnderWay ? 'began' : 'applied';
}
