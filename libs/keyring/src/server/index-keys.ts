import { VoxkeepError } from '@voxkeep/contracts';
import type { AuditEntry, Database, Transaction } from '@voxkeep/platform';
import { indexKinds, type IndexKind } from '../protocol/clients.js';
import { blindIndex } from './blind-index.js';
import type { RootKeys } from './root-keys.js';
import { indexedEntity, newKey, unwrapIndexKey, wrapIndexKey } from './wrapping.js';

const firstVersion = 1;
/** Its key is never replaced: of what was suppressed only the fingerprint is left, and nothing to make another one from. */
const lasting: IndexKind = 'suppression';

/** `next` is filled in beside the active one; `retiring` was active until the switch and may still stand in rows. */
export type IndexKeyState = 'next' | 'active' | 'retiring';

export interface IndexVersion {
  readonly kind: IndexKind;
  readonly version: number;
  readonly state: IndexKeyState;
}

interface IndexKeyRow {
  readonly purpose: IndexKind;
  readonly version: number;
  readonly state: IndexKeyState;
  readonly root_version: number;
  readonly wrapped: Buffer;
}

const selectKeys = `select purpose, version, state, root_version, wrapped from index_key where entity = $1 order by purpose, version`;
const insertKeys = `
  insert into index_key (entity, purpose, version, root_version, wrapped, state)
  select $1, n.purpose, n.version, $2, n.wrapped, $6 from unnest($3::text[], $4::int[], $5::bytea[]) as n (purpose, version, wrapped)
      on conflict do nothing`;

/** The blind-index keys, unwrapped for as long as the process lives; they never leave it. */
export class IndexKeys {
  private held: readonly (IndexVersion & { readonly key: Buffer })[] = [];

  private constructor(
    private readonly database: Database,
    private readonly roots: RootKeys,
  ) {}

  /** Loads the index keys and mints those that are missing. Throws `xaes.not-authentic` when a row was altered. */
  static async load(database: Database, roots: RootKeys): Promise<IndexKeys> {
    const keys = new IndexKeys(database, roots);
    await roots.during(async () => {
      const { rows } = await database.transaction(async (t) => {
        const known = new Set((await t.rows<IndexKeyRow>(selectKeys, [indexedEntity])).map(({ purpose }) => purpose));
        await keys.mint(
          t,
          indexKinds.filter((kind) => !known.has(kind)).map((kind) => ({ kind, version: firstVersion })),
          'active',
        );
        return { rows: await t.rows<IndexKeyRow>(selectKeys, [indexedEntity]) };
      });
      keys.take(rows);
    });
    return keys;
  }

  /** The blind index of a normalised term (see {@link blindIndex}), under the active key or the one that is being filled in. */
  of(kind: IndexKind, value: string, state: 'active' | 'next' = 'active'): Buffer {
    const key = this.keyOf(kind, state) ?? this.keyOf(kind, 'active');
    if (!key) throw new VoxkeepError('keyring.index-key-missing', { kind });
    return blindIndex(key, kind, value);
  }

  versions(): readonly IndexVersion[] {
    return this.held.map(({ kind, version, state }) => ({ kind, version, state }));
  }

  /** Makes the next version of every index key; false when a rotation is under way already. */
  begin(entry: AuditEntry): Promise<boolean> {
    return this.change(async (t) => {
      if (this.held.some(({ state }) => state !== 'active')) return false;
      await this.mint(
        t,
        this.held.filter(({ kind }) => kind !== lasting).map(({ kind, version }) => ({ kind, version: version + 1 })),
        'next',
      );
      await t.audit(entry);
      return true;
    });
  }

  /** From now on indexes are answered under the next version; false when there is none. */
  switch(entry: AuditEntry): Promise<boolean> {
    return this.change(async (t) => {
      if (!this.held.some(({ state }) => state === 'next')) return false;
      await t.rows(`update index_key set state = 'retiring' where state = 'active' and entity = $1 and purpose <> $2`, [
        indexedEntity,
        lasting,
      ]);
      await t.rows(`update index_key set state = 'active' where state = 'next' and entity = $1`, [indexedEntity]);
      await t.audit(entry);
      return true;
    });
  }

  /** Destroys the versions that no row uses any more; false when there is none. */
  drop(entry: AuditEntry): Promise<boolean> {
    return this.change(async (t) => {
      const gone = await t.rows(`delete from index_key where state = 'retiring' and entity = $1 returning version`, [
        indexedEntity,
      ]);
      if (gone.length > 0) await t.audit({ ...entry, count: gone.length });
      return gone.length > 0;
    });
  }

  /** Overwrites the keys; afterwards indexes are worthless. */
  zero(): void {
    for (const { key } of this.held) key.fill(0);
    this.held = [];
  }

  private keyOf(kind: IndexKind, state: IndexKeyState): Buffer | undefined {
    return this.held.find((held) => held.kind === kind && held.state === state)?.key;
  }

  private change(work: (t: Transaction) => Promise<boolean>): Promise<boolean> {
    return this.roots.during(async () => {
      const done = await this.database.transaction(work);
      if (done) this.take(await this.database.rows<IndexKeyRow>(selectKeys, [indexedEntity]));
      return done;
    });
  }

  private take(rows: readonly IndexKeyRow[]): void {
    const fresh = rows.map(({ purpose: kind, version, state, root_version, wrapped }) => {
      const key = unwrapIndexKey(this.roots.of(root_version), kind, version, wrapped);
      return { kind, version, state, key };
    });
    this.zero();
    this.held = fresh;
  }

  private async mint(t: Transaction, keys: readonly Omit<IndexVersion, 'state'>[], state: IndexKeyState): Promise<void> {
    const root = this.roots.current;
    await t.rows(insertKeys, [
      indexedEntity,
      root.version,
      keys.map(({ kind }) => kind),
      keys.map(({ version }) => version),
      keys.map(({ kind, version }) => wrapIndexKey(root, kind, version, newKey())),
      state,
    ]);
  }
}
