import type { HeldContact } from '@voxkeep/operative';

/** How long a recorder is given. */
export interface Patience {
  /** That it may leave a question unanswered: as long as it may be away and come back to finish its books itself. */
  readonly awayMs: number;
}

/** What is done about a contact that has not ended for long: its recorder is asked, it is ended and why, or nothing yet. */
export type UntoldDecision = 'ask' | 'wait' | { readonly end: 'not-held' | 'recorder-away' };

const minute = 60_000;
/** A recorder that has just let a call go may still be writing its books. */
const booksFollowMs = 10 * minute;
/** A call that goes on is asked about as often. */
const askAgainMs = 60 * minute;

/** Decides about a contact whose end nobody has told. A recorder that says that it holds the call is always believed. */
export function decideUntold(
  { askedAt, unansweredSince, answeredAt, answer }: HeldContact,
  now: Date,
  { awayMs }: Patience,
): UntoldDecision {
  const since = (at: Date | null) => (at === null ? -Infinity : now.getTime() - at.getTime());
  if (since(unansweredSince) >= awayMs) return { end: 'recorder-away' };
  if (unansweredSince !== null) return 'wait';
  if (answer === 'not-held') return since(answeredAt) >= booksFollowMs ? { end: 'not-held' } : 'wait';
  return askedAt === null || since(askedAt) >= askAgainMs ? 'ask' : 'wait';
}
