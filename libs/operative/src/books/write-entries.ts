import type { ContactPart } from '@voxkeep/contracts';
import type { Transaction } from '@voxkeep/platform';
import type { Actor } from '../contacts/contact-types.js';
import { batchesOf, type Batch, type BatchKind, type EntryKind, type Told } from './batches.js';
import type { BookEntry } from './book-entry.js';
import { closeContacts, recordOutcomes } from './ending-entries.js';
import { recordConsents } from './consent-entries.js';
import { endErasedRecordings, leftOfErased } from './erased-entries.js';
import { addAlarms, addEvents, addGaps, tellWaiting } from './note-entries.js';
import { bringNumbers, joinParties, leaveParties } from './party-entries.js';
import { beginRecordings, finishRecordings, pauseAndResume, removeRecordings } from './recording-entries.js';
import { addSegments, closeSegments, dropSegments } from './segment-entries.js';
import { Telling, type KnownOutcome, type KnownRecordings } from './telling.js';

type KindsOf<Kind extends BatchKind> = Kind extends EntryKind ? Kind : 'paused' | 'resumed';
type Writers = { readonly [Kind in BatchKind]: (telling: Telling, told: readonly Told<KindsOf<Kind>>[]) => Promise<void> };

const writers: Writers = {
  'party-joined': joinParties,
  'party-left': leaveParties,
  'customer-number': bringNumbers,
  consent: recordConsents,
  recording: beginRecordings,
  segment: addSegments,
  'segment-closed': closeSegments,
  'segment-dropped': dropSegments,
  gap: addGaps,
  moved: pauseAndResume,
  event: addEvents,
  alarm: addAlarms,
  removed: removeRecordings,
  finished: finishRecordings,
  outcome: recordOutcomes,
  closed: closeContacts,
};

interface Known {
  readonly erased: boolean;
  readonly parts: Readonly<Partial<Record<ContactPart, string>>>;
  readonly continued: Readonly<Record<string, string>>;
  readonly segments: KnownRecordings['segments'];
  readonly outcomes: Readonly<Partial<Record<ContactPart, KnownOutcome>>>;
}

const known = `
  select exists (select from erased_contact where contact_id = $1) as erased,
    (select coalesce(jsonb_object_agg(part, id), '{}') from recording where contact_id = $1) as parts,
    (select coalesce(jsonb_object_agg(id, subject_id), '{}') from contact_event
      where contact_id = $1 and kind = 'recording.continued') as continued,
    (select coalesce(jsonb_agg(jsonb_build_object('id', id, 'recordingId', recording_id, 'channel', channel, 'number', number)), '[]')
      from recording_segment where contact_id = $1) as segments,
    (select coalesce(jsonb_object_agg(part, jsonb_build_object('outcome', outcome, 'cause', cause, 'sessions', sessions)), '{}')
      from recording_outcome where contact_id = $1) as outcomes`;

/**
 * Writes what was told of a contact inside a transaction. The lock per contact is the one under which an erasure and the move to
 * history work: what is read after it holds until the end. Of an erased contact only its end and its outcomes are written.
 */
export async function writeEntries(
  t: Transaction,
  contactId: string,
  entries: readonly BookEntry[],
  by: Actor,
): Promise<'written' | 'erased'> {
  await t.rows('select pg_advisory_xact_lock(hashtextextended($1, 0))', [contactId], 'operative.books.lock');
  const [found] = await t.rows<Known>(known, [contactId], 'operative.books.known');
  if (found === undefined) return 'erased';
  const byPart = new Map(Object.entries(found.parts) as [ContactPart, string][]);
  const outcomes = new Map(Object.entries(found.outcomes) as [ContactPart, KnownOutcome][]);
  const { continued, segments } = found;
  const telling = new Telling(t, contactId, by, { byPart, continued: new Map(Object.entries(continued)), segments, outcomes });
  if (!found.erased) {
    await writeTold(telling, entries);
    return 'written';
  }
  await endErasedRecordings(t, contactId, entries);
  await writeTold(telling, leftOfErased(entries));
  return 'erased';
}

/** Writes entries, and then what is to be said of them. */
export async function writeTold(telling: Telling, entries: readonly BookEntry[]): Promise<void> {
  for (const batch of batchesOf(entries)) await writeBatch(telling, batch);
  await tellWaiting(telling);
  await telling.finish();
}

function writeBatch(telling: Telling, { kind, told }: Batch): Promise<void> {
  const write = writers[kind] as (telling: Telling, told: readonly Told[]) => Promise<void>;
  return write(telling, told);
}
