import type { CallFact } from '@voxkeep/recording';

/** That a call is over, as was known last: it is told twice, with the good-bye, and once the last packets are taken. */
export function overIn(facts: readonly CallFact[]): Extract<CallFact, { readonly kind: 'over' }> | undefined {
  const over = facts.findLast(({ kind }) => kind === 'over');
  return over?.kind === 'over' ? over : undefined;
}
