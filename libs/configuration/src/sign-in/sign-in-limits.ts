/** What is known about attempts under one key. Times in epoch ms. */
export interface Attempts {
  readonly failures: number;
  readonly lastFailedAt: number | null;
  readonly succeededAt: number | null;
}
export type LimitScope = 'account' | 'address' | 'pair';

/** `free` failures cost nothing; each further one doubles the wait, from one second to fifteen minutes. Forgotten after an hour. */
const free: Readonly<Record<LimitScope, number>> = { pair: 5, account: 20, address: 30 };
const longestMs = 15 * 60_000;
const forgottenMs = 60 * 60_000;
/** An address from which the account signed in this recently is the user's own. */
const knownMs = 30 * 86_400_000;

/** Failures that still count now. */
export function failuresNow(attempts: Attempts, now: number): number {
  return attempts.lastFailedAt !== null && now - attempts.lastFailedAt < forgottenMs ? attempts.failures : 0;
}

/**
 * Milliseconds to wait before the next attempt, 0 for none. Guessing one account from many addresses slows down strangers only: from an
 * address where the account signed in within 30 days the count over all addresses does not apply, so that nobody can lock somebody out.
 */
export function waitBefore(known: Readonly<Record<LimitScope, Attempts>>, now: number): number {
  const familiar = known.pair.succeededAt !== null && now - known.pair.succeededAt < knownMs;
  const scopes: readonly LimitScope[] = familiar ? ['pair', 'address'] : ['pair', 'address', 'account'];
  return Math.max(...scopes.map((scope) => waitOf(scope, known[scope], now)));
}

function waitOf(scope: LimitScope, attempts: Attempts, now: number): number {
  const over = failuresNow(attempts, now) - free[scope];
  if (over < 0 || attempts.lastFailedAt === null) return 0;
  const wait = Math.min(1000 * 2 ** over, longestMs);
  return Math.max(0, attempts.lastFailedAt + wait - now);
}
