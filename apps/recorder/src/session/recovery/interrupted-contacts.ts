import type { ContactDetail } from '@voxkeep/operative';
import type { VaultStore } from '@voxkeep/platform';
import { answerSourceOf } from '../commands/answer-source.js';
import type { PartResult } from '../ending/decide-outcome.js';
import { recorderActor, type OperativeKeepers } from '../session-room.js';
import { isRefused } from './not-carried-out.js';
import type { ToldLate } from './told-late.js';

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

/**
 * Carries out a no that nobody heard any more, or that the books have, and an erasure, where there is something that it takes back. Can be run again.
 * Throws when a file would not go.
 */
export async function takeBackInterrupted(
  { operative, vault }: { readonly operative: OperativeKeepers; readonly vault: Pick<VaultStore, 'remove'> },
  contactId: string,
  told: ToldLate,
): Promise<void> {
  const detail = await operative.contacts.get(contactId);
  if (!detail || detail.recordings.length === 0) return;
  if (!detail.isErased && !(await isTakenBack(operative, detail, told))) return;
  for (const recording of detail.recordings) {
    for (const { fileId } of recording.segments) await vault.remove(fileId);
    if (recording.state !== 'removed') await operative.recordings.remove(contactId, recording.id, null, recorderActor);
  }
}

/** Whether a no takes away what was kept; one that nobody heard is written down first. */
async function isTakenBack(
  { consents }: Pick<OperativeKeepers, 'consents'>,
  contact: ContactDetail,
  told: ToldLate,
): Promise<boolean> {
  const [first] = told.of(contact.id);
  if (!first) return isRefused(contact) && told.destroys(contact.queueId);
  const { id, consentId, evidenceKind, askedAt: at } = first;
  const no = { id: consentId ?? id, state: 'withdrawn', evidenceKind: answerSourceOf(evidenceKind), at, purpose: null } as const;
  await consents.writeNo(contact.id, no, recorderActor);
  told.carriedOut(contact.id);
  return told.destroys(contact.queueId);
}

/**
 * Finishes the recordings of a contact, records its outcome, which is answered, and closes it; what is finished already stays. `at`: when it
 * was cut off. `undefined`: there is no such contact.
 */
export async function closeInterrupted(
  { contacts, recordings }: OperativeKeepers,
  contactId: string,
  at: Date,
): Promise<PartResult['outcome'] | undefined> {
  const detail = await contacts.get(contactId);
  if (!detail) return undefined;
  const end = at < detail.openedAt ? detail.openedAt : at;
  for (const { id } of detail.recordings) await recordings.finish(contactId, id, end, true, recorderActor);
  const result = outcomeOfInterrupted(detail);
  await recordings.recordOutcome(contactId, { part: 'agent', at: end, ...result }, recorderActor);
  await contacts.close(contactId, end, 'interrupted', recorderActor);
  return result.outcome;
}
