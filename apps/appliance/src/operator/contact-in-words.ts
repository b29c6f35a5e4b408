import type { ConsentState, FailureCause, RecordingOutcome } from '@voxkeep/contracts';
import { waitsSince, type CallOfContact, type ContactDetail } from '@voxkeep/operative';

/** What the books hold of a contact that can be told in a sentence. */
export type ToldContact = CallOfContact & {
  readonly consents: readonly Pick<ContactDetail['consents'][number], 'state' | 'evidenceKind'>[];
  readonly outcomes: readonly { readonly outcome: RecordingOutcome; readonly cause: FailureCause | null }[];
  readonly measures: readonly Pick<ContactDetail['measures'][number], 'channel' | 'missingOursMs' | 'missingTheirsMs'>[];
};

/** Why a recording failed, in words. */
const causes: Readonly<Record<FailureCause, string>> = {
  'no-media': 'no audio arrived',
  'no-call': 'announced, and no call came',
  codec: 'the codec cannot be stored',
  vault: 'the vault could not be written',
  keyring: 'the keyring did not answer',
  database: 'the database did not answer',
  interrupted: 'the recorder was interrupted',
  transport: 'the connection to the SBC broke',
  'offer-unusable': 'the offer could not be used',
  metadata: 'the call data of the SBC could not be read',
  memory: 'no memory was left',
  journal: 'the disk of the journal was too slow or full',
  'receive-queue': 'packets came faster than they were taken',
  'refused-change': 'a change of the call was not followed',
  unplaced: 'nobody could tell whether it was said before consent was given',
  unexplained: 'the cause was not found',
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
  withdrawn: 'recorded until the customer said no during the call, and that much kept',
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
  const words = isNotice(contact) ? { ...said, asked: 'was told of the recording' } : said;
  const steps = consents.map(({ state, evidenceKind }) => `${words[state]}${evidenceKind === 'digit' ? ' by key' : ''}`);
  const [result] = told;
  const state = result ? inWords(result, contact) : untold(contact, hasEnded);
  return steps.length === 0 ? state : `the customer ${steps.join(', ')}; ${state}`;
}

/** What was recorded although nobody said yes was recorded after a notice; nothing was asked. */
function isNotice({ consents, recordings }: ToldContact): boolean {
  return recordings.length > 0 && !consents.some(({ state }) => state === 'given');
}

function inWords({ outcome, cause }: ToldContact['outcomes'][number], contact: ToldContact): string {
  if (outcome === 'withdrawn' && contact.recordings.every(({ state }) => state === 'removed')) return destroyed(contact);
  if (outcome === 'kept-with-gaps') return withGaps(contact);
  return cause === null ? outcomes[outcome] : `${outcomes[outcome]}: ${causes[cause]}`;
}

const sides = { customer: 'the customer', agent: 'the agent', mixed: 'the call' } as const;

/** How much is missing of each side, where it was counted; after a kill of the recorder the rest of the call is, of which nobody knows how long it was. */
function withGaps({ measures, events }: ToldContact): string {
  const missing = measures.flatMap(({ channel, missingOursMs, missingTheirsMs }) => {
    const ms = missingOursMs + missingTheirsMs;
    return ms > 0 ? [`${inSeconds(ms)} of ${sides[channel]}`] : [];
  });
  const isCutOff = events.some(({ kind }) => kind === 'recording.rest-missing');
  const rest = 'the rest of the call after the recorder stopped';
  if (missing.length === 0) return isCutOff ? `kept with gaps: ${rest} is missing` : outcomes['kept-with-gaps'];
  return `kept with gaps: ${missing.join(' and ')} is missing${isCutOff ? `, and ${rest}` : ''}`;
}

function destroyed({ consents }: ToldContact): string {
  const isTakenBack = consents.at(-1)?.state === 'withdrawn';
  return `destroyed, because the customer ${isTakenBack ? 'took the consent back' : 'said no'} during the call`;
}

/** To a tenth of a second, and never none of what is missing. */
function inSeconds(ms: number): string {
  return `${(Math.max(100, ms) / 1000).toFixed(1)} s`;
}

function untold(contact: ToldContact, hasEnded: boolean): string {
  if (waitsSince(contact) !== null)
    return 'over, and its recording waits to be put away; if this lasts, look at the disk of the vault';
  if (contact.closedAt !== null || hasEnded) return 'over, and its outcome is still to come; it will be told under Contacts';
  const runs = contact.recordings.some(({ state }) => state === 'recording');
  return runs ? 'goes on and is being recorded; see it under Live' : 'goes on and is not recorded so far; see it under Live';
}
