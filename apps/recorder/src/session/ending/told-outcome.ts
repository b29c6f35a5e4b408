import type { CallFact } from '@voxkeep/recording';
import type { PartResult } from './decide-outcome.js';

type End = Extract<CallFact, { readonly kind: 'end' }>;

/** The outcome that is told of a call that ended so: a no, or an erasure, that was found when the end was told already has taken back what was kept. */
export function toldOutcome({ outcome, cause }: End, facts: readonly CallFact[]): PartResult {
  if (outcome === 'failed') return { outcome, cause: cause ?? 'interrupted' };
  const isTakenBack = outcome.startsWith('kept') && facts.some(({ kind }) => kind === 'dropped');
  return { outcome: isTakenBack ? 'withdrawn' : outcome };
}
