import { setTimeout as wait } from 'node:timers/promises';
import type { FailureCause, RecordingOutcome } from '@voxkeep/contracts';
import { Contacts, type ContactDetail } from '@voxkeep/operative';
import type { Database } from '@voxkeep/platform';

/** What the books say of a call: its one outcome. */
export interface RecordedOutcome {
  readonly outcome: RecordingOutcome;
  readonly cause: FailureCause | null;
}

const pollMs = 150;

/** What became of a recording, in words. */
const words: Readonly<Record<RecordingOutcome, string>> = {
  kept: 'kept',
  'kept-with-gaps': 'kept with gaps: some of what was granted is missing',
  'kept-unchecked': 'kept, from before what is there was counted',
  refused: 'nothing kept, because the customer refused',
  unanswered: 'nothing kept, because the customer did not answer the question',
  'not-asked': 'nothing kept, because the customer was not asked',
  off: 'nothing kept, because recording is off in this queue',
  withdrawn: 'destroyed, because the customer took the consent back during the call',
  'paused-throughout': 'nothing kept, because recording was paused throughout',
  failed: 'failed',
};

/** An outcome as part of a sentence. */
export function inWords({ outcome, cause }: RecordedOutcome): string {
  return cause === null ? words[outcome] : `${words[outcome]} (${cause})`;
}

/** The contact of a call's session id, as soon as `holds` of it; undefined when that did not come to pass in `patienceMs`. */
export async function awaitContact(
  operative: Database,
  sessionId: string,
  holds: (contact: ContactDetail) => boolean,
  patienceMs: number,
): Promise<ContactDetail | undefined> {
  const contacts = new Contacts(operative);
  for (const until = performance.now() + patienceMs; performance.now() < until;) {
    const id = await contacts.findByKey({ system: 'sip-session-id', value: sessionId });
    const found = id === undefined ? undefined : await contacts.get(id);
    if (found && holds(found)) return found;
    await wait(pollMs);
  }
  return undefined;
}

/** The outcome of a call that has just ended; undefined when the recorder wrote none in time. */
export async function awaitOutcome(
  operative: Database,
  sessionId: string,
  patienceMs = 8000,
): Promise<RecordedOutcome | undefined> {
  const contact = await awaitContact(operative, sessionId, ({ outcomes }) => outcomes.length > 0, patienceMs);
  return contact?.outcomes[0];
}
