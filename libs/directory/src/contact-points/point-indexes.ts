import type { Database, Transaction } from '@voxkeep/platform';
import type { ContactPointKind } from './contact-points.js';

const lowest = '00000000-0000-0000-0000-000000000000';

/** A contact point whose value is to be indexed; `value` is the envelope. */
export interface PointToIndex {
  readonly id: string;
  readonly kind: ContactPointKind;
  readonly value: Buffer;
}

/** Indexes as the keyring made them of `value`: 16 bytes, and 2 bytes of the last digits (none for e-mail). */
export interface PointWithIndex extends PointToIndex {
  readonly index: Buffer;
  readonly tail: Buffer;
}

const given = `(select * from unnest($1::uuid[], $2::bytea[], $3::bytea[], $4::smallint[]) as u (id, value, index, tail)) n`;
/** A value that changed meanwhile is left for the next pass, and so is one whose index another point has. */
const unchanged = `p.id = n.id and p.value = n.value
  and not exists (select 1 from contact_point o where o.id <> p.id and (o.value_index = n.index or o.next_index = n.index))`;

/** Renews the blind indexes of contact points, page by page: for new index keys, and for new normalising rules. */
export class PointIndexes {
  constructor(private readonly directory: Database) {}

  /** Points that have no index under the next version yet, in the order of ids. */
  withoutNext(after: string | undefined, limit: number): Promise<PointToIndex[]> {
    return this.page('next_index is null', after, limit);
  }

  /** Points that were normalised by older rules. */
  normalisedBefore(version: number, after: string | undefined, limit: number): Promise<PointToIndex[]> {
    return this.page(`normaliser_version < ${Math.trunc(version)}`, after, limit);
  }

  /** Writes indexes under the next version beside the present ones; answers how many. A point whose index another has is left out. */
  putNext(points: readonly PointWithIndex[], by: string): Promise<number> {
    return this.put(points, by, 'next_index = n.index, next_tail = n.tail', []);
  }

  /** Writes indexes under the present version, made by the normalising rules of `version`; answers how many. */
  putRenormalised(points: readonly PointWithIndex[], version: number, by: string): Promise<number> {
    return this.put(points, by, 'value_index = n.index, tail_index = n.tail, normaliser_version = $5', [version]);
  }

  /** Makes the next index the present one, at most `limit` at a time; answers how many changed. The next one stays until it is cleared. */
  promote(limit: number, by: string): Promise<number> {
    return this.change(
      `update contact_point set value_index = next_index, tail_index = coalesce(next_tail, tail_index)
        where id in (select id from contact_point where next_index <> value_index limit $1) returning id`,
      limit,
      by,
    );
  }

  /** Removes the second indexes once the index keys have one version again. */
  clearNext(limit: number, by: string): Promise<number> {
    return this.change(
      `update contact_point set next_index = null, next_tail = null
        where id in (select id from contact_point where next_index is not null limit $1) returning id`,
      limit,
      by,
    );
  }

  /** Has the names of persons indexed anew, at most `limit` at a time; whoever keeps these indexes makes them again. */
  forgetNames(after: string | undefined, limit: number, by: string): Promise<string | undefined> {
    return this.directory.transaction(async (t) => {
      const rows = await t.rows<{ id: string }>('select id from person where id > $1::uuid order by id limit $2', [
        after ?? lowest,
        limit,
      ]);
      await t.rows('update person set name_indexes = null where id = any($1::uuid[])', [rows.map(({ id }) => id)]);
      if (rows.length > 0)
        await t.audit({ action: 'person.forget-name-index', actor: by, count: rows.length, columns: ['name_indexes'] });
      return rows.at(-1)?.id;
    });
  }

  private page(where: string, after: string | undefined, limit: number): Promise<PointToIndex[]> {
    return this.directory.rows<PointToIndex>(
      `select id, kind, value from contact_point where ${where} and id > $1::uuid order by id limit $2`,
      [after ?? lowest, limit],
    );
  }

  private put(points: readonly PointWithIndex[], by: string, set: string, more: readonly unknown[]): Promise<number> {
    return this.directory.transaction(async (t) => {
      const rows = await t.rows(`update contact_point p set ${set} from ${given} where ${unchanged} returning p.id`, [
        points.map(({ id }) => id),
        points.map(({ value }) => value),
        points.map(({ index }) => index),
        points.map(({ tail }) => (tail.length === 2 ? tail.readUInt16BE(0) : null)),
        ...more,
      ]);
      await noted(t, rows.length, by);
      return rows.length;
    });
  }

  private change(sql: string, limit: number, by: string): Promise<number> {
    return this.directory.transaction(async (t) => {
      const rows = await t.rows(sql, [limit]);
      await noted(t, rows.length, by);
      return rows.length;
    });
  }
}

async function noted(t: Transaction, count: number, by: string): Promise<void> {
  if (count > 0) await t.audit({ action: 'contact-point.reindex', actor: by, count, columns: ['value_index', 'tail_index'] });
}
