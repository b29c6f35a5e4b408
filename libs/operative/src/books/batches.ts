import type { BookEntry } from './book-entry.js';

export type EntryKind = BookEntry['kind'];

/** An entry with its place in what was told; events and audit entries are written in that order. */
export interface Told<Kind extends EntryKind = EntryKind> {
  readonly place: number;
  readonly entry: Extract<BookEntry, { readonly kind: Kind }>;
}

/** Entries that are written by one statement. */
export interface Batch {
  readonly kind: BatchKind;
  readonly told: readonly Told[];
}

/** Pauses and resumptions are one chain: the last of them decides the state. */
export type BatchKind = Exclude<EntryKind, 'paused' | 'resumed'> | 'moved';

/** What an entry may not be written before: rows that it needs, and states that it would find changed. */
const follows: Readonly<Record<BatchKind, readonly BatchKind[]>> = {
  'party-joined': ['closed'],
  'party-left': ['party-joined', 'closed'],
  'customer-number': [],
  consent: [],
  recording: ['recording', 'moved', 'segment', 'removed', 'finished'],
  segment: ['recording', 'removed', 'finished'],
  'segment-closed': ['segment', 'segment-dropped', 'removed'],
  'segment-dropped': ['segment', 'segment-closed', 'removed', 'finished'],
  gap: ['recording'],
  moved: ['recording', 'removed', 'finished'],
  event: [],
  alarm: [],
  removed: ['recording', 'moved', 'segment', 'segment-closed', 'segment-dropped', 'removed', 'finished'],
  finished: ['recording', 'moved', 'segment', 'segment-dropped', 'removed', 'finished'],
  outcome: [],
  closed: ['party-joined', 'party-left'],
};

/**
 * Puts together what one statement can write, so that the number of statements does not grow with the length of a call: an entry
 * joins the last batch of its kind unless one in between must be written before it.
 */
export function batchesOf(entries: readonly BookEntry[]): readonly Batch[] {
  const batches: { readonly kind: BatchKind; readonly told: Told[] }[] = [];
  entries.forEach((entry, place) => {
    const kind = batchKindOf(entry);
    const blocked = batches.findLastIndex((batch) => follows[kind].includes(batch.kind));
    const joined = batches.findLastIndex((batch) => batch.kind === kind);
    const batch = joined > blocked ? batches[joined] : undefined;
    if (batch) batch.told.push({ place, entry });
    else batches.push({ kind, told: [{ place, entry }] });
  });
  return batches;
}

function batchKindOf({ kind }: BookEntry): BatchKind {
  return kind === 'paused' || kind === 'resumed' ? 'moved' : kind;
}
