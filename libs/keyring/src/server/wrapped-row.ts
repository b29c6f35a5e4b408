import type { OwnerRef } from '../protocol/messages.js';
import type { OwnedKey } from './owner-list.js';
import type { RootKeys } from './root-keys.js';
import { unwrapHeldKey, unwrapOwnerKey, wrapHeldKey, wrapOwnerKey } from './wrapping.js';

export type KeyState = 'active' | 'retiring' | 'held';

/** A row of `subject_key` as far as unwrapping needs it. */
export interface WrappedRow {
  readonly owner_id: string;
  readonly owner_class: OwnerRef['ownerClass'];
  readonly epoch: number;
  readonly root_version: number;
  readonly state: KeyState;
  readonly wrapped: Buffer;
}

/** The columns of {@link WrappedRow}, of `subject_key k`. */
export const wrappedColumns = 'k.owner_id, k.owner_class, k.epoch, k.root_version, k.state, k.wrapped';

/** Unwraps a row's key with the root version it names, by the hold key when it is held. Throws `xaes.not-authentic`, `keyring.root-version`. */
export function unwrapRow(roots: RootKeys, row: WrappedRow): OwnedKey {
  const owner = { ownerId: row.owner_id, ownerClass: row.owner_class, epoch: row.epoch };
  const unwrap = row.state === 'held' ? unwrapHeldKey : unwrapOwnerKey;
  return { ...owner, key: unwrap(roots.of(row.root_version), owner, row.wrapped) };
}

/** The same key wrapped under the current root version for the given state. */
export function rewrapRow(roots: RootKeys, row: WrappedRow, state: KeyState): Buffer {
  const owned = unwrapRow(roots, row);
  try {
    return (state === 'held' ? wrapHeldKey : wrapOwnerKey)(roots.current, owned, owned.key);
  } finally {
    owned.key.fill(0);
  }
}

/** The four arrays that `unnest($1::uuid[], $2::text[], $3::int[], $4::bytea[])` takes. */
export function rowColumns(
  rows: readonly WrappedRow[],
  wrapped: readonly Buffer[],
): [string[], string[], number[], readonly Buffer[]] {
  return [rows.map((row) => row.owner_id), rows.map((row) => row.owner_class), rows.map((row) => row.epoch), wrapped];
}
