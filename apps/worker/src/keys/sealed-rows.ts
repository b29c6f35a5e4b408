import type { ValueToReseal } from '@voxkeep/keyring';
import type { SealedColumn } from '@voxkeep/personal-data';
import type { Database } from '@voxkeep/platform';
import type { SealedTable } from './sealed-tables.js';

type Stored = Readonly<Record<string, unknown>>;

/** A sealed value with the key of its row. */
export interface SealedValue {
  readonly key: readonly unknown[];
  readonly value: ValueToReseal;
}

/** Where a page ended; absent for the first. */
export type PageEnd = readonly unknown[] | undefined;

/** The sealed values of one column, in the order of the rows' key, and their replacement. */
export class SealedRows {
  private readonly key: string;

  constructor(
    private readonly database: Database,
    private readonly place: SealedTable,
    private readonly column: SealedColumn,
  ) {
    this.key = place.id.join(', ');
  }

  /** A page of values from after `end`; an empty column and a row without an owner are left out. */
  async page(end: PageEnd, limit: number): Promise<readonly SealedValue[]> {
    const { table, id } = this.place;
    const { column, owner } = this.column;
    const rowId = id.includes('id') ? 'id' : (id.at(-1) ?? '');
    const after = end === undefined ? '' : `and (${this.key}) > (${end.map((_value, at) => `$${at + 2}`).join(', ')})`;
    const rows = await this.database.rows<Stored>(
      `select ${this.key}, ${rowId}::text as place_row, ${owner}::text as place_owner, ${column} as place_envelope from ${table}
        where ${column} is not null and ${owner} is not null ${after} order by ${this.key} limit $1`,
      [limit, ...(end ?? [])],
    );
    return rows.map((row) => this.valueOf(row));
  }

  /** Writes resealed values where the old ones still stand, in one transaction with its audit row; answers how many. */
  replace(changed: readonly (SealedValue & { readonly sealed: Buffer })[], by: string): Promise<number> {
    const { table, id } = this.place;
    const { column } = this.column;
    const where = id.map((name, at) => `${name} = $${at + 3}`).join(' and ');
    return this.database.transaction(async (t) => {
      let count = 0;
      for (const { key, value, sealed } of changed) {
        const sql = `update ${table} set ${column} = $1 where ${where} and ${column} = $2 returning 1`;
        count += (await t.rows(sql, [sealed, value.envelope, ...key])).length;
      }
      if (count > 0) await t.audit({ action: 'key.reseal', actor: by, count, columns: [`${table}.${column}`] });
      return count;
    });
  }

  /** Of these owners the ones that still have a value here, with the epoch it is sealed under. */
  async epochsOf(owners: readonly string[]): Promise<readonly { readonly ownerId: string; readonly epoch: number }[]> {
    const { column, owner } = this.column;
    const epoch = `(get_byte(${column}, 3) << 16) | (get_byte(${column}, 4) << 8) | get_byte(${column}, 5)`;
    return this.database.rows(
      `select distinct ${owner}::text as "ownerId", ${epoch} as epoch from ${this.place.table}
        where ${owner} = any($1::uuid[]) and octet_length(${column}) > 6`,
      [owners],
    );
  }

  private valueOf(row: Stored): SealedValue {
    const { domain, entity, column, ownerClass } = this.column;
    return {
      key: this.place.id.map((name) => row[name]),
      value: {
        ...{ domain, entity, column, ownerClass },
        rowId: row['place_row'] as string,
        ownerId: row['place_owner'] as string,
        envelope: row['place_envelope'] as Buffer,
      },
    };
  }
}
