import type { FailureCause, RecordingOutcome } from '@voxkeep/contracts';

/** An outcome and, where it is `failed`, why. */
export interface Outcome {
  readonly outcome: RecordingOutcome;
  readonly cause?: FailureCause | null | undefined;
}

/** What is said of two sessions of which one came to this and the other to something further down. */
const order: readonly RecordingOutcome[] = [
  ...(['withdrawn', 'kept-with-gaps', 'kept-unchecked', 'kept', 'failed', 'refused', 'unanswered'] as const),
  ...(['paused-throughout', 'not-asked', 'off'] as const),
];

/**
 * The one outcome of a part that two recording sessions kept, one after the other or beside each other. Never is the whole said to be
 * kept where a part of it is not, and never is audio denied that is there: what one session kept and the other lost, or had to take
 * out when it was withdrawn, is kept with gaps. Only where no audio is left is a withdrawn session's outcome that of the part.
 */
export function joinOutcomes(one: Outcome, other: Outcome): Outcome {
  const both = [one, other];
  const isThere = both.some(({ outcome }) => outcome.startsWith('kept'));
  const isPartlyGone = both.some(({ outcome }) => outcome === 'failed' || outcome === 'withdrawn');
  if (isThere && isPartlyGone) return { outcome: 'kept-with-gaps', cause: null };
  return order.indexOf(one.outcome) <= order.indexOf(other.outcome) ? one : other;
}
