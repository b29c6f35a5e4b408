import { VoxkeepError } from '@voxkeep/contracts';
import type { Database, Transaction } from '@voxkeep/platform';
import { firstEpoch, type IndexKind } from '../protocol/clients.js';
import type { OwnerRef } from '../protocol/messages.js';
import type { RotatableRootKey } from '../root-key/root-key-provider.js';
import { unseal } from './root-key-check.js';
import { checkValueOf, newKey, unwrapIndexKey, unwrapOwnerKey, wrapIndexKey, wrapOwnerKey, type RootKey } from './wrapping.js';

const rewrapBatch = 5000;

interface WrappedRow {
  readonly owner_id: string;
  readonly owner_class: OwnerRef['ownerClass'];
  readonly wrapped: Buffer;
}

const updateKeys = `
  update subject_key k set wrapped = n.wrapped, root_version = $4
    from unnest($1::uuid[], $2::text[], $3::bytea[]) as n (owner_id, owner_class, wrapped)
   where k.owner_id = n.owner_id and k.owner_class = n.owner_class and k.epoch = $5`;

export interface RootRotation {
  readonly fromVersion: number;
  readonly toVersion: number;
  readonly ownerKeys: number;
}

/**
 * Replaces the root key: a new version is staged and given to `beforeUse` (sealing it to the recovery kit), every wrapped key is
 * rewrapped in one transaction, then the old root key is gone, and stale wrapped copies in old backups with it. Runs while the
 * keyring process is stopped (hold its lock); throws `keyring.sealed` when the present root key does not fit.
 */
export async function rotateRootKey(
  database: Database,
  provider: RotatableRootKey,
  beforeUse: (next: RootKey) => Promise<void>,
): Promise<RootRotation> {
  const present = await unseal(database, provider);
  if (present.state === 'sealed') throw new VoxkeepError('keyring.sealed', { reason: present.reason });
  const from = present.root;
  const to = { version: from.version + 1, key: newKey() };
  await provider.stage(to);
  await beforeUse(to);
  const ownerKeys = await database.transaction(async (t) => {
    await t.rows('lock table subject_key, index_key, root_version in share row exclusive mode');
    await t.rows(`update root_version set state = 'retired', retired_at = now() where version = $1`, [from.version]);
    await t.rows(`insert into root_version (version, check_value, state) values ($1, $2, 'current')`, [
      to.version,
      checkValueOf(to),
    ]);
    await rewrapIndexKeys(t, from, to);
    return rewrapOwnerKeys(t, from, to);
  });
  await provider.promote();
  await database.rows('vacuum subject_key');
  from.key.fill(0);
  to.key.fill(0);
  return { fromVersion: from.version, toVersion: to.version, ownerKeys };
}

async function rewrapOwnerKeys(t: Transaction, from: RootKey, to: RootKey): Promise<number> {
  await t.rows(
    `declare old_key no scroll cursor for select owner_id, owner_class, wrapped from subject_key where root_version = ${from.version} and epoch = ${firstEpoch}`,
  );
  let count = 0;
  for (;;) {
    const rows = await t.rows<WrappedRow>(`fetch ${rewrapBatch} from old_key`);
    if (rows.length === 0) return count;
    const wrapped = rows.map((row) => rewrap(row, from, to));
    await t.rows(updateKeys, [
      rows.map((row) => row.owner_id),
      rows.map((row) => row.owner_class),
      wrapped,
      to.version,
      firstEpoch,
    ]);
    count += rows.length;
  }
}

function rewrap(row: WrappedRow, from: RootKey, to: RootKey): Buffer {
  const owner = { ownerId: row.owner_id, ownerClass: row.owner_class, epoch: firstEpoch };
  const key = unwrapOwnerKey(from, owner, row.wrapped);
  const wrapped = wrapOwnerKey(to, owner, key);
  key.fill(0);
  return wrapped;
}

async function rewrapIndexKeys(t: Transaction, from: RootKey, to: RootKey): Promise<void> {
  const rows = await t.rows<{ purpose: IndexKind; version: number; wrapped: Buffer }>(
    `select purpose, version, wrapped from index_key`,
  );
  for (const { purpose, version, wrapped } of rows) {
    const key = unwrapIndexKey(from, purpose, version, wrapped);
    const next = wrapIndexKey(to, purpose, version, key);
    key.fill(0);
    await t.rows(`update index_key set wrapped = $3, root_version = $4 where purpose = $1 and version = $2`, [
      purpose,
      version,
      next,
      to.version,
    ]);
  }
}
