import { idOfFact } from '@voxkeep/platform';
import type { CallLog } from '../books/call-log.js';
import { overIn } from './over-in.js';

/** Tells once of a call that is over that the vault is waited for: until its outcome is told its contact is open, and it goes on no more. */
export function tellWaiting(log: Pick<CallLog, 'recordingId' | 'facts' | 'write'>): void {
  const { recordingId, facts } = log;
  const over = overIn(facts);
  const id = idOfFact('waits-for-vault', recordingId);
  if (over === undefined || facts.some((fact) => fact.kind === 'event' && fact.id === id)) return;
  log.write({ kind: 'event', at: over.at, id, code: 'recording.waits-for-vault', subjectId: recordingId });
}
