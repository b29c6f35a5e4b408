import type { ConsentState, FailureCause, RecordingOutcome } from '@voxkeep/contracts';
import { waitsSince, type CallOfContact, type ContactDetail } from '@voxkeep/operative';

/** What the books hold of a contact that can be told in a sentence. */
export type ToldContact = CallOfContact & {
  readonly consents: readonly Pick<ContactDetail['consents'][number], 'state' | 'evidenceKind'>[];
  readonly outcomes: readonly { readonly outcome: RecordingOutcome; readonly cause: FailureCause | null }[];
};

/** What became of a recording, in words. */
const outcomes: Readonly<Record<RecordingOutcome, string>> = {
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

const said: Readonly<Record<ConsentState, string>> = {
  asked: 'was asked',
  given: 'said yes',
  refused: 'said no',
  withdrawn: 'took the yes back',
  expired: 'said yes for a time that is over',
};

/**
 * Tells of a contact what its books say at this moment: `the customer was asked, said yes by key; kept`. Books follow a call; where
 * it is known that it has ended, it is not said to go on.
 */
export function tellContact(contact: ToldContact, hasEnded = false): string {
  const { consents, outcomes: told } = contact;
  const steps = consents.map(({ state, evidenceKind }) => `${said[state]}${evidenceKind === 'digit' ? ' by key' : ''}`);
  const [result] = told;
  const state = result ? inWords(result) : untold(contact, hasEnded);
  return steps.length === 0 ? state : `the customer ${steps.join(', ')}; ${state}`;
}

function inWords({ outcome, cause }: ToldContact['outcomes'][number]): string {
  return cause === null ? outcomes[outcome] : `${outcomes[outcome]} (${cause})`;
}

function untold(contact: ToldContact, hasEnded: boolean): string {
  if (waitsSince(contact) !== null)
    return 'over, and its recording waits to be put away; if this lasts, look at the disk of the vault';
  if (contact.closedAt !== null || hasEnded) return 'over, and its outcome is still to come; it will be told under Contacts';
  const runs = contact.recordings.some(({ state }) => state === 'recording');
  return runs ? 'goes on and is being recorded; see it under Live' : 'goes on and is not recorded so far; see it under Live';
}
