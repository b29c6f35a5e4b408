import { communication, diagnostics } from '@voxkeep/platform';
import { communicationEnded } from '../communication-events.js';
import { sessionEnded } from '../events.js';
import type { Lane } from '../lane.js';
import { recorderActor, type SessionRoom } from '../session-room.js';
import { decideOutcome, type EndedPart } from './decide-outcome.js';

/** The end of a call: whose, when, why (a code), and what is known of its part once everything before is written. */
export interface Ending {
  readonly contactId: string;
  readonly startedMs: number;
  readonly at: Date;
  readonly reason: string;
  readonly part: () => EndedPart;
}

/** Appends the last two steps of a session: its one outcome, and the end of its contact. */
export function writeEnding(lane: Lane, { operative }: Pick<SessionRoom, 'operative'>, ending: Ending): void {
  const { contactId, at, reason } = ending;
  lane.add('outcome', async () => {
    const result = decideOutcome(ending.part());
    await operative.recordings.recordOutcome(contactId, { part: 'agent', at, ...result }, recorderActor);
    diagnostics.record(sessionEnded, { contact: contactId, reason, afterMs: at.getTime() - ending.startedMs, ...result });
    communication.during({ contactId }, (stream) => {
      stream.record(communicationEnded, {
        contact: contactId,
        reason,
        outcome: result.outcome,
        afterMs: at.getTime() - ending.startedMs,
      });
    });
  });
  lane.add('contact-close', () => operative.contacts.close(contactId, at, reason, recorderActor));
}
