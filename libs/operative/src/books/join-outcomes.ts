import type { FailureCause, RecordingOutcome } from '@voxkeep/contracts';

/** An outcome and, where it is `failed`, why. */
export interface Outcome {
  readonly outcome: RecordingOutcome;
  readonly cause?: FailureCause | null;
}

/** What is said of two sessions of which one came to this and the other to something further down. */
const order: readonly RecordingOutcome[] = [
  ...(['withdrawn', 'kept-with-gaps', 'kept-unchecked', 'kept', 'failed', 'refused', 'unanswered'] as const),
  ...(['paused-throughout', 'not-asked', 'off'] as const),
];

/**
 * The one outcome of a part that two recording sessions kept, one after the other or beside each other. What was withdrawn in one is
 * withdrawn; audio that one kept and the other lost is kept with gaps; never is the whole said to be kept where a part of it is not.
 */
export function joinOutcomes(one: Outcome, other: Outcome): Outcome {
  const [first, second] = [one, other].sort((a, b) => order.indexOf(a.outcome) - order.indexOf(b.outcome)) as [Outcome, Outcome];
  const isPartlyLost = first.outcome.startsWith('kept') && second.outcome === 'failed';
  return isPartlyLost ? { outcome: 'kept-with-gaps', cause: null } : first;
}
