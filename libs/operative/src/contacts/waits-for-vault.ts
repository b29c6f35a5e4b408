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
}

const endingCodes: readonly ContactEventCode[] = [
  'recording.waits-for-vault',
  'recording.continued',
  'recording.finished',
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
  const hasEnded = (call: string) => own.some((event) => event.id === idOfFinished(call, event.at));
  return calls.some((call) => waiting.has(call)) && calls.every((call) => waiting.has(call) || hasEnded(call));
}

/**
 * When the last call of an open contact ended that waits for its recording to be put away: the contact is closed when the outcome is told,
 * which the recorder says when it has to wait with that. Null: it is closed, or a call of it goes on.
 */
export function waitsSince({ closedAt, recordings, events }: CallOfContact): Date | null {
  if (closedAt !== null) return null;
  if (recordings.some((recording) => isUnderWay(recording.state) && !waitsForVault(recording, events))) return null;
  return events.findLast(({ kind }) => kind === 'recording.waits-for-vault')?.at ?? null;
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
