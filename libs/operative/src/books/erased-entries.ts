import type { Transaction } from '@voxkeep/platform';
import type { BookEntry } from './book-entry.js';

type Outcome = Extract<BookEntry, { kind: 'outcome' }>['outcome'];

/**
 * What may still be written of a contact that was erased: what became of each part, and that the contact is over. Both name nobody,
 * and without them it would go on for ever. Rows that an erasure deletes (keys, parties, consents, events, segments, gaps) are not made anew, so
 * its end is not tied to the session's key.
 */
export function leftOfErased(entries: readonly BookEntry[]): readonly BookEntry[] {
  return entries.flatMap((entry): readonly BookEntry[] => {
    if (entry.kind === 'outcome') return [{ ...entry, outcome: withoutAudio(entry.outcome) }];
    if (entry.kind === 'closed') return [{ kind: 'closed', at: entry.at, reason: entry.reason }];
    return [];
  });
}

/** What was kept goes with the person: it was taken back. That nothing was kept, and why, is as true as before. */
function withoutAudio(outcome: Outcome): Outcome {
  const { part, at } = outcome;
  return outcome.outcome.startsWith('kept') ? { part, at, outcome: 'withdrawn' } : outcome;
}

/** Recordings of an erased contact end as removed: their audio is dropped by whoever told of it. */
export async function endErasedRecordings(t: Transaction, contactId: string, entries: readonly BookEntry[]): Promise<void> {
  const last = entries.findLast(({ kind }) => kind === 'finished' || kind === 'closed');
  if (last?.kind !== 'finished' && last?.kind !== 'closed') return;
  await t.rows(
    `update recording set state = 'removed', ended_at = greatest(started_at, $2) where contact_id = $1 and ended_at is null`,
    [contactId, last.at],
    'operative.books.recordings-erased',
  );
}
