import { VoxkeepError } from '@voxkeep/contracts';
import type { Sealed } from '@voxkeep/personal-data';
import type { Database } from '@voxkeep/platform';
import { withSealed } from '../sealed-rows.js';

export type ContactPointKind = 'phone' | 'email';

/** `valueIndex`: the 16-byte blind index; `tail`: the 2-byte index of the last digits; both made by the keyring. */
export interface NewContactPoint {
  readonly id: string;
  readonly kind: ContactPointKind;
  /** Sealed for `directorySealed.contactPoint`: row id and owner are `id`. */
  readonly value: Sealed;
  readonly valueIndex: Buffer;
  readonly tail: Buffer | null;
  readonly normaliserVersion: number;
}

export interface ContactPointRecord {
  readonly id: string;
  readonly kind: ContactPointKind;
  readonly value: Sealed;
  readonly valueIndex: Buffer;
  readonly shared: boolean;
  readonly createdAt: Date;
}

/** While index keys are rotated a point is found under the version before and the one after; it answers the one that was asked. */
const byEitherIndex = '(value_index = any($1::bytea[]) or next_index = any($1::bytea[]))';
const matchedIndex = 'case when value_index = any($1::bytea[]) then value_index else next_index end';

const columns = `id, kind, value, shared, created_at as "createdAt"`;

/** Phone numbers and e-mail addresses. They are found by blind index; nobody here can read one. */
export class ContactPoints {
  constructor(private readonly directory: Database) {}

  /** The contact point of each index: made where it was not there, also by two at once. Answers the id that holds, in order. */
  async ensure(
    points: readonly NewContactPoint[],
    by: string,
  ): Promise<readonly { readonly id: string; readonly created: boolean }[]> {
    if (points.length === 0) return [];
    return this.directory.transaction(async (t) => {
      const made = await t.rows<{ id: string }>(
        `insert into contact_point (id, kind, value, value_index, tail_index, normaliser_version)
         select n.* from unnest($1::uuid[], $2::text[], $3::bytea[], $4::bytea[], $5::smallint[], $6::int[])
           as n (id, kind, value, value_index, tail_index, normaliser_version)
          where not exists (select 1 from contact_point c where c.next_index = n.value_index)
         on conflict (value_index) do nothing returning id`,
        insertValues(points),
      );
      const holders = await t.rows<{ id: string; valueIndex: Buffer }>(
        `select id, ${matchedIndex} as "valueIndex" from contact_point where ${byEitherIndex}`,
        [points.map(({ valueIndex }) => valueIndex)],
      );
      if (made.length > 0) await t.audit({ action: 'contact-point.create', actor: by, count: made.length });
      const idByIndex = new Map(holders.map(({ id, valueIndex }) => [valueIndex.toString('hex'), id]));
      const created = new Set(made.map(({ id }) => id));
      return points.map((point) => {
        const id = idByIndex.get(point.valueIndex.toString('hex')) ?? point.id;
        return { id, created: created.has(id) && id === point.id };
      });
    });
  }

  /** The contact points of these blind indexes; those that are not there are simply absent. */
  findByIndex(indexes: readonly Buffer[]): Promise<readonly ContactPointRecord[]> {
    return this.read(byEitherIndex, [indexes], matchedIndex);
  }

  /**
   * Candidates whose last digits share a truncated index; most of them have other digits, so the caller opens and compares.
   * At most `limit`, newest last; `after` is the id to go on from.
   */
  findByTail(tail: Buffer, limit: number, after?: string): Promise<readonly ContactPointRecord[]> {
    const id = after ?? '00000000-0000-0000-0000-000000000000';
    return this.read('(tail_index = $1 or next_tail = $1) and id > $2::uuid order by id limit $3', [tailNumber(tail), id, limit]);
  }

  find(ids: readonly string[]): Promise<readonly ContactPointRecord[]> {
    return this.read('id = any($1::uuid[])', [ids]);
  }

  /** Marks a contact point as used by several persons: it identifies nobody any more. */
  markShared(contactPointId: string, shared: boolean, by: string): Promise<void> {
    return this.directory.transaction(async (t) => {
      await t.rows('update contact_point set shared = $2 where id = $1', [contactPointId, shared]);
      await t.audit({
        action: 'contact-point.share',
        actor: by,
        object: { kind: 'contact-point', id: contactPointId },
        subject: contactPointId,
      });
    });
  }

  /** How many persons have each of these contact points now. */
  async sharedWith(contactPointIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const rows = await this.directory.rows<{ id: string; persons: number }>(
      `select contact_point_id as id, count(distinct person_id)::int as persons
       from person_contact_point where contact_point_id = any($1::uuid[]) and to_at is null group by contact_point_id`,
      [contactPointIds],
    );
    return new Map(rows.map(({ id, persons }) => [id, persons]));
  }

  private async read(where: string, params: readonly unknown[], index = 'value_index'): Promise<readonly ContactPointRecord[]> {
    const rows = await this.directory.rows<object>(
      `select ${columns}, ${index} as "valueIndex" from contact_point where ${where}`,
      params,
    );
    return rows.map((row) => withSealed<ContactPointRecord>(row, ['value']));
  }
}

function insertValues(points: readonly NewContactPoint[]): readonly unknown[] {
  return [
    points.map(({ id }) => id),
    points.map(({ kind }) => kind),
    points.map(({ value }) => value.envelope),
    points.map(({ valueIndex }) => valueIndex),
    points.map(({ tail }) => (tail === null ? null : tailNumber(tail))),
    points.map(({ normaliserVersion }) => normaliserVersion),
  ];
}

/** The 2-byte index as the number 0–1023 that it is. */
function tailNumber(tail: Buffer): number {
  if (tail.length !== 2) throw new VoxkeepError('contact-point.tail-length', { bytes: tail.length });
  return tail.readUInt16BE(0);
}
