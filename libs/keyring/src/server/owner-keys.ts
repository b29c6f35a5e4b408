import type { Database } from '@voxkeep/platform';
import { firstEpoch, type ClientName } from '../protocol/clients.js';
import type { OwnerRef } from '../protocol/messages.js';
import { columns, nameOf, unique, zeroAll, type OwnedKey } from './owner-list.js';
import type { RootKeys } from './root-keys.js';
import { unwrapRow, wrappedColumns, type WrappedRow } from './wrapped-row.js';
import { commitmentOf, newKey, wrapOwnerKey } from './wrapping.js';

const insertKeys = `
  insert into subject_key (owner_id, owner_class, epoch, root_version, wrapped, state, commitment, minted_by)
  select n.owner_id, n.owner_class, $5, $6, n.wrapped, 'active', n.commitment, $7
    from unnest($1::uuid[], $2::text[], $3::bytea[], $4::bytea[]) as n (owner_id, owner_class, wrapped, commitment)
   where not exists (select 1 from destroyed_key d where d.owner_id = n.owner_id and d.owner_class = n.owner_class)
      on conflict do nothing
  returning owner_id, owner_class`;

const selectKeys = `
  select ${wrappedColumns}
    from unnest($1::uuid[], $2::text[]) as w (owner_id, owner_class)
    join subject_key k using (owner_id, owner_class)
   where k.state = any($3::text[])`;

const selectRecoverable = `
  select ${wrappedColumns}
    from unnest($1::uuid[], $2::text[]) as w (owner_id, owner_class)
    join subject_key k using (owner_id, owner_class)
   where k.state in ('active', 'retiring') and k.minted_by = $3 and k.created_at >= $4`;

const selectLastMinted = `select max(created_at) as at from subject_key where minted_by = $1 and created_at < $2`;

const selectStates = `
  select w.owner_id, w.owner_class,
         case when min(k.state) = 'held' then 'held' when min(k.state) is not null then 'active' else 'destroyed' end as state
    from unnest($1::uuid[], $2::text[]) as w (owner_id, owner_class)
    left join subject_key k using (owner_id, owner_class)
   where k.owner_id is not null
      or exists (select 1 from destroyed_key d where d.owner_id = w.owner_id and d.owner_class = w.owner_class)
   group by w.owner_id, w.owner_class`;

const inUse = ['active', 'retiring'] as const;
const inUseOrHeld = [...inUse, 'held'] as const;

export interface OwnerState extends OwnerRef {
  readonly state: 'active' | 'held' | 'destroyed';
}

/** The wrapped owner keys: one row per owner, class and epoch. */
export class OwnerKeys {
  constructor(
    private readonly database: Database,
    private readonly roots: RootKeys,
  ) {}

  /** Mints keys for owners that have none and never had one destroyed; answers exactly those, with their keys. */
  mint(owners: readonly OwnerRef[], by: ClientName): Promise<OwnedKey[]> {
    return this.roots.during(async () => {
      const { current } = this.roots;
      const fresh = unique(owners).map((owner) => ({ ...owner, epoch: firstEpoch, key: newKey() }));
      const wrapped = fresh.map((owner) => wrapOwnerKey(current, owner, owner.key));
      const commitments = fresh.map((owner) => commitmentOf(owner.key));
      const inserted = await this.database.rows<Pick<WrappedRow, 'owner_id' | 'owner_class'>>(
        insertKeys,
        [...columns(fresh), wrapped, commitments, firstEpoch, current.version, by],
        'keyring.mint',
      );
      const minted = new Set(inserted.map((row) => nameOf(row.owner_id, row.owner_class)));
      const [kept, refused] = partition(fresh, (owner) => minted.has(nameOf(owner.ownerId, owner.ownerClass)));
      zeroAll(refused);
      return kept;
    });
  }

  /** The keys of these owners, every epoch; a destroyed, unknown or (unless `seesHeld`) held owner is absent. */
  async find(owners: readonly OwnerRef[], seesHeld: boolean): Promise<OwnedKey[]> {
    if (owners.length === 0) return [];
    const states = seesHeld ? inUseOrHeld : inUse;
    return this.unwrapped(selectKeys, [...columns(unique(owners)), states], 'keyring.find');
  }

  /** The keys of these owners that `by` itself minted at or after `since`; others are absent. */
  findMinted(owners: readonly OwnerRef[], by: ClientName, since: Date): Promise<OwnedKey[]> {
    return this.unwrapped(selectRecoverable, [...columns(unique(owners)), by, since], 'keyring.recover');
  }

  /** When `by` minted the last key that is still there and older than `before`. */
  async lastMinted(by: ClientName, before: Date): Promise<Date | undefined> {
    const [row] = await this.database.rows<{ at: Date | null }>(selectLastMinted, [by, before]);
    return row?.at ?? undefined;
  }

  /** What has become of each of these owners; an unknown one is absent. */
  async statesOf(owners: readonly OwnerRef[]): Promise<OwnerState[]> {
    const rows = await this.database.rows<Pick<WrappedRow, 'owner_id' | 'owner_class'> & Pick<OwnerState, 'state'>>(
      selectStates,
      columns(unique(owners)),
    );
    return rows.map((row) => ({ ownerId: row.owner_id, ownerClass: row.owner_class, state: row.state }));
  }

  private unwrapped(sql: string, values: readonly unknown[], prepared: string): Promise<OwnedKey[]> {
    return this.roots.during(async () => {
      const rows = await this.database.rows<WrappedRow>(sql, values, prepared);
      return rows.map((row) => unwrapRow(this.roots, row));
    });
  }
}

function partition<T>(all: readonly T[], test: (one: T) => boolean): [T[], T[]] {
  return [all.filter(test), all.filter((one) => !test(one))];
}
