import { recordingOutcomes, type http, type RecordingOutcome } from '@voxkeep/contracts';

/** An outcome, or why there is none: the call goes on, its recording waits to be put away, or nobody has told it. */
export type ToldOutcome = RecordingOutcome | 'none' | 'waits' | 'untold';
type Row = Pick<http.ContactRow, 'outcome' | 'closedAt' | 'waitsSince'>;
const order: readonly ToldOutcome[] = [...recordingOutcomes, 'none', 'waits', 'untold'];

/** Which word stands for the outcome of a contact. What waits is not complete, whatever was told of an earlier call of it. */
export function outcomeOf({ outcome, closedAt, waitsSince }: Row): ToldOutcome {
  if (waitsSince !== null) return 'waits';
  return outcome ?? (closedAt === null ? 'none' : 'untold');
}

/** The words for outcomes that stand in these rows, each once, in their order. */
export function outcomesIn(contacts: readonly Row[]): readonly ToldOutcome[] {
  const told = new Set(contacts.map(outcomeOf));
  return order.filter((outcome) => told.has(outcome));
}
