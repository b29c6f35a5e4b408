import type { Database } from '../database/database.js';

/**
 * Removes events older than `before`, in batches, so that the outbox stays small. The caller chooses a moment that every
 * consumer has passed long ago (days); answers how many rows went.
 */
export async function trimOutbox(database: Database, before: Date, batch = 5000): Promise<number> {
  let removed = 0;
  for (;;) {
    const [gone] = await database.rows<{ n: number }>(
      `with old as (select id from outbox where at < $1 order by id limit $2), gone as (delete from outbox using old where outbox.id = old.id returning 1)
       select count(*)::int as n from gone`,
      [before, batch],
    );
    removed += gone?.n ?? 0;
    if ((gone?.n ?? 0) < batch) return removed;
  }
}
