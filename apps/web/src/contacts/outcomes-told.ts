import { recordingOutcomes, type http, type RecordingOutcome } from '@voxkeep/contracts';

/** An outcome, or that there is none: because the call goes on, or because nobody has told it. */
export type ToldOutcome = RecordingOutcome | 'none' | 'untold';
const order: readonly ToldOutcome[] = [...recordingOutcomes, 'none', 'untold'];

/** Which word stands for the outcome of a contact. */
export function outcomeOf({ outcome, closedAt }: Pick<http.ContactRow, 'outcome' | 'closedAt'>): ToldOutcome {
  return outcome ?? (closedAt === null ? 'none' : 'untold');
}

/** The words for outcomes that stand in these rows, each once, in their order. */
export function outcomesIn(contacts: readonly Pick<http.ContactRow, 'outcome' | 'closedAt'>[]): readonly ToldOutcome[] {
  const told = new Set(contacts.map(outcomeOf));
  return order.filter((outcome) => told.has(outcome));
}
