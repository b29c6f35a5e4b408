import { idOfFinished } from '@voxkeep/operative';
import type { StoredContact } from './stored-contact.js';

type Recording = Pick<StoredContact['recordings'][number], 'id' | 'state'>;

/**
 * Whether a recording waits for the vault and goes on no more: every call that stands in its row is over. More than one stands there when
 * a client records a call twice, or the contact has a second call: the event that the recording goes on has the id of that one.
 */
export function waitsForVault({ id, state }: Recording, events: StoredContact['events']): boolean {
  if (state !== 'recording' && state !== 'paused') return false;
  const waiting = new Set(events.flatMap(({ kind, subjectId }) => (kind === 'recording.waits-for-vault' ? [subjectId] : [])));
  const own = events.filter(({ subjectId }) => subjectId === id);
  const calls = [id, ...own.flatMap((event) => (event.kind === 'recording.continued' ? [event.id] : []))];
  const hasEnded = (call: string) => own.some((event) => event.id === idOfFinished(call, event.at));
  return calls.some((call) => waiting.has(call)) && calls.every((call) => waiting.has(call) || hasEnded(call));
}
