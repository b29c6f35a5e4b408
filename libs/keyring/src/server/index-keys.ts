import type { Database } from '@voxkeep/platform';
import { indexKinds, type IndexKind } from '../protocol/clients.js';
import { blindIndex } from './blind-index.js';
import { indexedEntity, newKey, unwrapIndexKey, wrapIndexKey, type RootKey } from './wrapping.js';

const version = 1;

interface IndexKeyRow {
  readonly purpose: IndexKind;
  readonly wrapped: Buffer;
}

/** The blind-index keys, unwrapped for as long as the process lives; they never leave it. */
export class IndexKeys {
  private constructor(private readonly keys: ReadonlyMap<IndexKind, Buffer>) {}

  /** Loads the index keys and mints those that are missing. Throws `xaes.not-authentic` when a row was altered. */
  static async load(database: Database, root: RootKey): Promise<IndexKeys> {
    const fresh = indexKinds.map((kind) => wrapIndexKey(root, kind, version, newKey()));
    await database.rows(
      `insert into index_key (entity, purpose, version, root_version, wrapped)
       select $1, n.purpose, $2, $3, n.wrapped from unnest($4::text[], $5::bytea[]) as n (purpose, wrapped) on conflict do nothing`,
      [indexedEntity, version, root.version, [...indexKinds], fresh],
    );
    const rows = await database.rows<IndexKeyRow>(`select purpose, wrapped from index_key where entity = $1 and version = $2`, [
      indexedEntity,
      version,
    ]);
    return new IndexKeys(new Map(rows.map((row) => [row.purpose, unwrapIndexKey(root, row.purpose, version, row.wrapped)])));
  }

  /** The blind index of a normalised term (see {@link blindIndex}). */
  of(kind: IndexKind, value: string): Buffer {
    const key = this.keys.get(kind);
    if (!key) throw new Error(`index key of ${kind} was not loaded`);
    return blindIndex(key, kind, value);
  }

  /** Overwrites the keys; afterwards indexes are worthless. */
  zero(): void {
    for (const key of this.keys.values()) key.fill(0);
  }
}
