import { createHmac } from 'node:crypto';
import type { Database, Transaction } from '@voxkeep/platform';
import { failuresNow, waitBefore, type Attempts, type LimitScope } from './sign-in-limits.js';

export interface Attempt {
  readonly login: string;
  readonly address: string;
}
export type Admission = { readonly admitted: true } | { readonly admitted: false; readonly waitSeconds: number };

const scopes = ['account', 'address', 'pair'] as const;
interface LimitRow {
  readonly scope: LimitScope;
  readonly failures: number;
  readonly last_failed_at: Date | null;
  readonly succeeded_at: Date | null;
}

/**
 * Counts sign-in attempts per account, per address and per pair, under keyed hashes. An attempt counts as failed from its begin until
 * `succeeded`, so that a hundred at once are not all admitted by the same count.
 */
export class SignInAttempts {
  #key: Buffer | undefined;

  constructor(
    private readonly database: Database,
    private readonly now: () => Date = () => new Date(),
  ) {}

  /** Asks to try. A refused attempt counts nowhere. */
  async begin(attempt: Attempt): Promise<Admission> {
    const hashes = await this.#hashes(attempt);
    return this.database.transaction(async (t) => {
      const now = this.now();
      const known = await lockRows(t, hashes, now);
      const wait = waitBefore(known, now.getTime());
      if (wait > 0) return { admitted: false, waitSeconds: Math.ceil(wait / 1000) };
      const failures = scopes.map((scope) => failuresNow(known[scope], now.getTime()) + 1);
      await t.rows(
        `update sign_in_limit l set failures = a.failures, last_failed_at = $4, touched_at = $4
         from unnest($1::text[], $2::bytea[], $3::int[]) as a (scope, key_hash, failures) where l.scope = a.scope and l.key_hash = a.key_hash`,
        [scopes, scopes.map((scope) => hashes[scope]), failures, now],
      );
      return { admitted: true };
    });
  }

  /** The attempt was right: the pair and the account start afresh, the address takes back this one attempt. */
  async succeeded(attempt: Attempt): Promise<void> {
    const hashes = await this.#hashes(attempt);
    await this.database.rows(
      `update sign_in_limit set failures = case when scope = 'address' then greatest(failures - 1, 0) else 0 end,
         succeeded_at = case when scope = 'pair' then $3 else succeeded_at end, touched_at = $3
       where (scope, key_hash) in (select * from unnest($1::text[], $2::bytea[]))`,
      [scopes, scopes.map((scope) => hashes[scope]), this.now()],
    );
  }

  /** Removes what was not touched for 30 days; returns how many rows. */
  async removeStale(): Promise<number> {
    const before = new Date(this.now().getTime() - 30 * 86_400_000);
    return (await this.database.rows('delete from sign_in_limit where touched_at < $1 returning 1', [before])).length;
  }

  async #hashes({ login, address }: Attempt): Promise<Readonly<Record<LimitScope, Buffer>>> {
    const key = (this.#key ??= await this.#readKey());
    const hash = (...parts: readonly string[]) => createHmac('sha256', key).update(JSON.stringify(parts)).digest();
    const account = login.trim().toLowerCase();
    return { account: hash('account', account), address: hash('address', address), pair: hash('pair', account, address) };
  }

  async #readKey(): Promise<Buffer> {
    const [row] = await this.database.rows<{ key: Buffer }>('select key from sign_in_key');
    return row?.key ?? Buffer.alloc(0);
  }
}

/** The three rows, made where missing and locked in one order, so that attempts at once queue up and never deadlock. */
async function lockRows(
  t: Transaction,
  hashes: Readonly<Record<LimitScope, Buffer>>,
  now: Date,
): Promise<Readonly<Record<LimitScope, Attempts>>> {
  const keys = [scopes, scopes.map((scope) => hashes[scope])];
  await t.rows(
    `insert into sign_in_limit (scope, key_hash, touched_at) select scope, key_hash, $3
     from unnest($1::text[], $2::bytea[]) as k (scope, key_hash) order by 1, 2 on conflict do nothing`,
    [...keys, now],
  );
  const rows = await t.rows<LimitRow>(
    `select scope, failures, last_failed_at, succeeded_at from sign_in_limit
     where (scope, key_hash) in (select * from unnest($1::text[], $2::bytea[])) order by scope, key_hash for update`,
    keys,
  );
  const none: Attempts = { failures: 0, lastFailedAt: null, succeededAt: null };
  const known: Record<LimitScope, Attempts> = { account: none, address: none, pair: none };
  for (const row of rows) {
    known[row.scope] = {
      failures: row.failures,
      lastFailedAt: row.last_failed_at?.getTime() ?? null,
      succeededAt: row.succeeded_at?.getTime() ?? null,
    };
  }
  return known;
}
