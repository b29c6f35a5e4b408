import type { Database, Transaction } from '@voxkeep/platform';

/** Carries a refusal out of a transaction so that everything done so far is rolled back. */
class RolledBack extends Error {
  constructor(readonly refusal: unknown) {
    super('rolled-back');
  }
}

/** Ends the transaction of an `attempt` with this refusal. */
export type Refuse<R> = (refusal: R) => never;

/**
 * Runs a transaction that may turn out to be refused after rows were already changed: `refuse` undoes them and becomes the
 * return value, so that callers see an expected outcome and never a throw.
 */
export async function attempt<T, R>(database: Database, work: (t: Transaction, refuse: Refuse<R>) => Promise<T>): Promise<T | R> {
  const refuse: Refuse<R> = (refusal) => {
    throw new RolledBack(refusal);
  };
  try {
    return await database.transaction((t) => work(t, refuse));
  } catch (thrown) {
    if (thrown instanceof RolledBack) return thrown.refusal as R;
    throw thrown;
  }
}
