import type { Database } from '@voxkeep/platform';

export const orphanKinds = ['file-without-row', 'row-without-file'] as const;
export type OrphanKind = (typeof orphanKinds)[number];
export interface Orphan {
  readonly id: string;
  readonly octets: number | null;
}

/** Files without a row and rows without a file: written down when seen, and settled when they are seen no more. */
export class Orphans {
  constructor(private readonly database: Database) {}

  /** Replaces what is known of a kind by what a sweep has found. */
  found(kind: OrphanKind, orphans: readonly Orphan[], now: Date): Promise<void> {
    return this.database.transaction(async (t) => {
      await t.rows(
        `insert into retention_orphan (kind, id, octets, first_seen_at, last_seen_at)
         select $1, o.id, o.octets, $4, $4 from unnest($2::uuid[], $3::bigint[]) o (id, octets)
         on conflict (kind, id) do update set last_seen_at = excluded.last_seen_at, settled_at = null`,
        [kind, orphans.map(({ id }) => id), orphans.map(({ octets }) => octets), now],
      );
      await t.rows(`update retention_orphan set settled_at = $2 where kind = $1 and settled_at is null and last_seen_at < $2`, [
        kind,
        now,
      ]);
    });
  }

  /** Orphans that were seen before this moment and still are there: not something that was just being written. */
  async standingSince(kind: OrphanKind, before: Date): Promise<readonly string[]> {
    const rows = await this.database.rows<{ id: string }>(
      `select id from retention_orphan where kind = $1 and settled_at is null and first_seen_at < $2 order by id`,
      [kind, before],
    );
    return rows.map(({ id }) => id);
  }

  /** How many of each kind are there. */
  summary(): Promise<readonly { readonly kind: OrphanKind; readonly count: number; readonly octets: number }[]> {
    return this.database.rows(
      `select kind, count(*)::int as count, coalesce(sum(octets), 0)::float8 as octets from retention_orphan
       where settled_at is null group by kind order by kind`,
    );
  }
}
