import { isGranted } from '@voxkeep/consent';
import { diagnostics } from '@voxkeep/platform';
import { stepFailed } from '../events.js';
import type { RecordingSession } from '../recording-session.js';
import type { NoByKey } from './consent-desk.js';

type Hearing = Pick<RecordingSession, 'contactId' | 'consent'>;

/** A yes counts in every call of a contact, so a no does. One that breaks is told of, and keeps it from no other. */
export function tellNo(sessions: readonly Hearing[], no: NoByKey): void {
  for (const { contactId, consent } of sessions) {
    try {
      consent.hearNo(no);
    } catch (error) {
      diagnostics.record(stepFailed, { contact: contactId, step: 'no-by-key', attempt: 1, error });
    }
  }
}

/** A call that comes into a contact hears each no that stands in the other calls there: the books may not have it yet. */
export function hearNoesOf(others: readonly Hearing[], session: Hearing): void {
  for (const { consent } of others) {
    const { decision } = consent;
    if (isGranted(decision) || (decision.refused !== 'refused' && decision.refused !== 'withdrawn')) continue;
    tellNo([session], decision.refused);
  }
}
