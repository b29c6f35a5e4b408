import type { Database } from '@voxkeep/platform';
import type { PersonRecord } from '../people/people.js';
import { withSealed } from '../sealed-rows.js';

type NamedPerson = Pick<PersonRecord, 'id' | 'kind' | 'fullName'>;
const columns = `id, kind, full_name as "fullName"`;
const lowest = '00000000-0000-0000-0000-000000000000';

/**
 * Short indexes of names: 14 bits of a keyed hash, so that one of them tells no name, and a look-up gives candidates that are opened and
 * compared. Null: not made yet, or the name changed; empty: a name of one part.
 */
export class NameIndexes {
  constructor(private readonly directory: Database) {}

  /** Persons whose name has no index yet, at most `limit`. */
  unindexed(limit: number): Promise<readonly NamedPerson[]> {
    return this.read('name_indexes is null order by id limit $1', [limit]);
  }

  /** Writes the indexes of persons; one whose name changed meanwhile is indexed anew later. Each index is 0 to 16383. */
  async put(entries: readonly { readonly id: string; readonly indexes: readonly number[] }[], by: string): Promise<void> {
    if (entries.length === 0) return;
    await this.directory.transaction(async (t) => {
      await t.rows(
        `update person p set name_indexes = e.indexes from
           (select id, array(select jsonb_array_elements_text(i)::smallint) as indexes
            from unnest($1::uuid[], $2::jsonb[]) as u (id, i)) e where p.id = e.id and p.name_indexes is null`,
        [entries.map(({ id }) => id), entries.map(({ indexes }) => JSON.stringify(indexes))],
      );
      await t.audit({ action: 'person.index-name', actor: by, count: entries.length, columns: ['name_indexes'] });
    });
  }

  /** Candidates of one index, at most `limit`; the caller asks for one more than it takes. */
  findByIndex(index: number, limit: number): Promise<readonly NamedPerson[]> {
    return this.read('name_indexes @> array[$1::smallint] order by id limit $2', [index, limit]);
  }

  /** Every person in the order of ids, page by page, for a look at all names. */
  page(after: string | undefined, limit: number): Promise<readonly NamedPerson[]> {
    return this.read('id > $1::uuid order by id limit $2', [after ?? lowest, limit]);
  }

  /** How many persons there are. */
  async count(): Promise<number> {
    const [row] = await this.directory.rows<{ n: number }>('select count(*)::int as n from person');
    return row?.n ?? 0;
  }

  private async read(where: string, params: readonly unknown[]): Promise<readonly NamedPerson[]> {
    const rows = await this.directory.rows<object>(`select ${columns} from person where ${where}`, params);
    return rows.map((row) => withSealed<NamedPerson>(row, ['fullName']));
  }
}
