import type { ContactDetail } from '@voxkeep/operative';
import type { PartResult } from '../ending/decide-outcome.js';
import { recorderActor, type OperativeKeepers } from '../session-room.js';

/**
 * The outcome of a call that the recorder did not see end and of which only rows are known. What was removed was withdrawn, what has
 * audio is kept but for the rest of the call, what the customer refused stays refused; of anything else nobody knows, and it is said so.
 */
export function outcomeOfInterrupted({ recordings, consents }: Pick<ContactDetail, 'recordings' | 'consents'>): PartResult {
  const recording = recordings.find(({ part }) => part === 'agent');
  if (recording?.state === 'removed') return { outcome: 'withdrawn' };
  if (recording?.segments.some(({ state, octets }) => state !== 'removed' && octets > 0)) return { outcome: 'kept-with-gaps' };
  const last = consents.findLast(({ state }) => state !== 'asked')?.state;
  if (last === 'refused' || last === 'withdrawn') return { outcome: last };
  return { outcome: 'failed', cause: 'interrupted' };
}

/** Finishes the recordings of a contact, records its outcome and closes it; what is finished already stays. `at`: when it was cut off. */
export async function closeInterrupted({ contacts, recordings }: OperativeKeepers, contactId: string, at: Date): Promise<void> {
  const detail = await contacts.get(contactId);
  if (!detail) return;
  const end = at < detail.openedAt ? detail.openedAt : at;
  for (const { id } of detail.recordings) await recordings.finish(contactId, id, end, true, recorderActor);
  await recordings.recordOutcome(contactId, { part: 'agent', at: end, ...outcomeOfInterrupted(detail) }, recorderActor);
  await contacts.close(contactId, end, 'interrupted', recorderActor);
}
