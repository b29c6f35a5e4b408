import type { ContactEventCode } from '@voxkeep/contracts';
import type { Database, Transaction } from '@voxkeep/platform';
import { idOfFinished } from '../books/recording-entries.js';
import type { ContactDetail } from './contact-detail.js';

type Event = Pick<ContactDetail['events'][number], 'id' | 'kind' | 'at' | 'subjectId'>;
interface Recording {
  readonly id: string;
  readonly state: string;
}

/** What of a contact says whether it goes on. */
export interface CallOfContact {
  readonly closedAt: Date | null;
  readonly recordings: readonly Recording[];
  readonly events: readonly Event[];
  /** How many of its calls have neither ended nor wait for the vault, recorded or not: see `callsGoingOn`. */
  readonly callsGoingOn: number;
}

/**
 * Counts for contact `c` the sessions that neither have ended nor wait for the vault. A call that nobody has said yes to stands in no
 * recording, only here. A session that waited does so no more once its outcome is told.
 */
export const callsGoingOn = `(select greatest(0,
    (select count(*) from contact_key k where k.contact_id = c.id and k.system = 'recording-session' and not exists (
      select from contact_key e where e.system = 'recording-session-ended' and e.key_hash = k.key_hash))
    - (select count(distinct w.subject_id) from contact_event w where w.contact_id = c.id and w.kind = 'recording.waits-for-vault'
      and not exists (select from recording_outcome o where o.contact_id = c.id and w.subject_id = any(o.sessions))))::int)`;

const endingCodes: readonly ContactEventCode[] = [
  'recording.waits-for-vault',
  'recording.continued',
  'recording.finished',
  'recording.broke-off',
  'recording.left-empty',
];

const isUnderWay = (state: string): boolean => state === 'recording' || state === 'paused';

/**
 * Whether a recording waits for the vault and goes on no more: every call that stands in its row is over. More than one stands there when
 * a client records a call twice, or the contact has a second call: the event that the recording goes on has the id of that one.
 */
export function waitsForVault({ id, state }: Recording, events: readonly Event[]): boolean {
  if (!isUnderWay(state)) return false;
  const waiting = new Set(events.flatMap(({ kind, subjectId }) => (kind === 'recording.waits-for-vault' ? [subjectId] : [])));
  const own = events.filter(({ subjectId }) => subjectId === id);
  const calls = [id, ...own.flatMap((event) => (event.kind === 'recording.continued' ? [event.id] : []))];
  return calls.some((call) => waiting.has(call)) && calls.every((call) => waiting.has(call) || hasEnded(call, own));
}

function hasEnded(call: string | null, events: readonly Event[]): boolean {
  return call !== null && events.some((event) => event.id === idOfFinished(call, event.at));
}

/**
 * When the last call of an open contact ended that waits for its recording to be put away: the contact is closed when the outcome is told,
 * which the recorder says when it has to wait with that. Null: it is closed, a call of it goes on, or nothing of it waits (any more).
 */
export function waitsSince({ closedAt, recordings, events, callsGoingOn: goingOn }: CallOfContact): Date | null {
  if (closedAt !== null || goingOn > 0) return null;
  if (recordings.some((recording) => isUnderWay(recording.state) && !waitsForVault(recording, events))) return null;
  // What was taken back waits as well, until the vault has let it go.
  const mayWait = recordings.some(({ state }) => isUnderWay(state) || state === 'removed');
  const waiting = events.filter(({ kind, subjectId }) => kind === 'recording.waits-for-vault' && !hasEnded(subjectId, events));
  return mayWait ? (waiting.at(-1)?.at ?? null) : null;
}

/** The events that decide it, of open contacts. */
export function eventsOfEnding(
  database: Database | Transaction,
  contactIds: readonly string[],
): Promise<readonly (Event & { readonly contactId: string })[]> {
  return database.rows(
    `select contact_id as "contactId", id, kind, at, subject_id as "subjectId" from contact_event
     where contact_id = any($1::uuid[]) and kind = any($2::text[]) order by at, id`,
    [contactIds, endingCodes],
    'operative.contact.endings',
  );
}
