import type { Database } from '@voxkeep/platform';
import { firstEpoch, type ClientName } from '../protocol/clients.js';
import type { OwnerRef } from '../protocol/messages.js';
import { commitmentOf, newKey, unwrapOwnerKey, wrapOwnerKey, type RootKey } from './wrapping.js';

/** An owner with its unwrapped key. Whoever receives it zeroes `key` (see {@link zeroAll}). */
export interface OwnedKey extends OwnerRef {
  readonly key: Buffer;
}

interface SubjectKeyRow {
  readonly owner_id: string;
  readonly owner_class: OwnerRef['ownerClass'];
  readonly wrapped: Buffer;
}

const insertKeys = `
  insert into subject_key (owner_id, owner_class, epoch, root_version, wrapped, state, commitment, minted_by)
  select n.owner_id, n.owner_class, $5, $6, n.wrapped, 'active', n.commitment, $7
    from unnest($1::uuid[], $2::text[], $3::bytea[], $4::bytea[]) as n (owner_id, owner_class, wrapped, commitment)
   where not exists (select 1 from destroyed_key d where d.owner_id = n.owner_id and d.owner_class = n.owner_class)
      on conflict do nothing
  returning owner_id, owner_class`;

const selectKeys = `
  select k.owner_id, k.owner_class, k.wrapped
    from unnest($1::uuid[], $2::text[]) as w (owner_id, owner_class)
    join subject_key k using (owner_id, owner_class)
   where k.epoch = $3 and k.state = any($4::text[])`;

const selectRecoverable = `
  select k.owner_id, k.owner_class, k.wrapped
    from unnest($1::uuid[], $2::text[]) as w (owner_id, owner_class)
    join subject_key k using (owner_id, owner_class)
   where k.epoch = $3 and k.state in ('active', 'retiring') and k.minted_by = $4 and k.created_at >= $5`;

const restrictKeys = `
  update subject_key k set state = $3
    from unnest($1::uuid[], $2::text[]) as w (owner_id, owner_class)
   where k.owner_id = w.owner_id and k.owner_class = w.owner_class and k.state = any($4::text[])
  returning k.owner_id, k.owner_class`;

const inUse = ['active', 'retiring'] as const;
const inUseOrHeld = [...inUse, 'held'] as const;

/** The wrapped owner keys: one row per owner, class and epoch. */
export class OwnerKeys {
  constructor(
    private readonly database: Database,
    private readonly root: RootKey,
  ) {}

  /** Mints keys for owners that have none and never had one destroyed; answers exactly those, with their keys. */
  async mint(owners: readonly OwnerRef[], by: ClientName): Promise<OwnedKey[]> {
    const fresh = unique(owners).map((owner) => ({ ...owner, key: newKey() }));
    const wrapped = fresh.map((owner) => wrapOwnerKey(this.root, { ...owner, epoch: firstEpoch }, owner.key));
    const commitments = fresh.map((owner) => commitmentOf(owner.key));
    const inserted = await this.database.rows<Pick<SubjectKeyRow, 'owner_id' | 'owner_class'>>(
      insertKeys,
      [...columns(fresh), wrapped, commitments, firstEpoch, this.root.version, by],
      'keyring.mint',
    );
    const minted = new Set(inserted.map((row) => nameOf(row.owner_id, row.owner_class)));
    const [kept, refused] = partition(fresh, (owner) => minted.has(nameOf(owner.ownerId, owner.ownerClass)));
    zeroAll(refused);
    return kept;
  }

  /** The keys of these owners; a destroyed, unknown or (unless `seesRestricted`) restricted owner is absent. */
  async find(owners: readonly OwnerRef[], seesRestricted: boolean): Promise<OwnedKey[]> {
    if (owners.length === 0) return [];
    const states = seesRestricted ? inUseOrHeld : inUse;
    return this.unwrap(
      await this.database.rows<SubjectKeyRow>(selectKeys, [...columns(unique(owners)), firstEpoch, states], 'keyring.find'),
    );
  }

  /** The keys of these owners that `by` itself minted at or after `since`; others are absent. */
  async findMinted(owners: readonly OwnerRef[], by: ClientName, since: Date): Promise<OwnedKey[]> {
    const values = [...columns(unique(owners)), firstEpoch, by, since];
    return this.unwrap(await this.database.rows<SubjectKeyRow>(selectRecoverable, values, 'keyring.recover'));
  }

  /** Takes keys from every client but data protection, or gives them back (GDPR Art. 18); answers the owners that changed. */
  async restrict(owners: readonly OwnerRef[], restricted: boolean): Promise<OwnerRef[]> {
    const [to, from] = restricted ? ['held', inUse] : ['active', ['held']];
    const rows = await this.database.rows<SubjectKeyRow>(restrictKeys, [...columns(unique(owners)), to, from]);
    return rows.map((row) => ({ ownerId: row.owner_id, ownerClass: row.owner_class }));
  }

  private unwrap(rows: readonly SubjectKeyRow[]): OwnedKey[] {
    return rows.map((row) => {
      const owner = { ownerId: row.owner_id, ownerClass: row.owner_class };
      return { ...owner, key: unwrapOwnerKey(this.root, { ...owner, epoch: firstEpoch }, row.wrapped) };
    });
  }
}

/** Overwrites keys that are no longer needed. */
export function zeroAll(owned: readonly { readonly key: Buffer }[]): void {
  for (const { key } of owned) key.fill(0);
}

/** One text per owner, for sets and maps. */
export function nameOf(ownerId: string, ownerClass: string): string {
  return `${ownerClass}:${ownerId}`;
}

/** The two arrays that `unnest($1::uuid[], $2::text[])` takes. */
export function columns(owners: readonly OwnerRef[]): [string[], string[]] {
  return [owners.map((owner) => owner.ownerId), owners.map((owner) => owner.ownerClass)];
}

/** Each owner once. */
export function unique(owners: readonly OwnerRef[]): OwnerRef[] {
  return [...new Map(owners.map(({ ownerId, ownerClass }) => [nameOf(ownerId, ownerClass), { ownerId, ownerClass }])).values()];
}

function partition<T>(all: readonly T[], test: (one: T) => boolean): [T[], T[]] {
  return [all.filter(test), all.filter((one) => !test(one))];
}
