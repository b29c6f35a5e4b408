import { recordingOutcomes, type http, type RecordingOutcome } from '@voxkeep/contracts';

/** An outcome, or why there is none: it was erased, the call goes on, its recording waits to be put away, or nobody has told it. */
export type ToldOutcome = RecordingOutcome | 'erased' | 'none' | 'waits' | 'untold';
type Row = Pick<http.ContactRow, 'outcome' | 'closedAt' | 'waitsSince' | 'erasedAt'>;
const order: readonly ToldOutcome[] = [...recordingOutcomes, 'erased', 'none', 'waits', 'untold'];

/**
 * Which word stands for the outcome of a contact. Of an erased one nothing is told of a recording, neither that there was one nor that
 * there was none. What waits is not complete, whatever was told of an earlier call of it.
 */
export function outcomeOf({ outcome, closedAt, waitsSince, erasedAt }: Row): ToldOutcome {
  if (erasedAt !== null) return 'erased';
  if (waitsSince !== null) return 'waits';
  return outcome ?? (closedAt === null ? 'none' : 'untold');
}

/** The words for outcomes that stand in these rows, each once, in their order. */
export function outcomesIn(contacts: readonly Row[]): readonly ToldOutcome[] {
  const told = new Set(contacts.map(outcomeOf));
  return order.filter((outcome) => told.has(outcome));
}
