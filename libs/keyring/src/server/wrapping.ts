import { createHash, createHmac, randomBytes } from 'node:crypto';
import { xaesKeyBytes, xaesNonceBytes, xaesOpen, xaesSeal, type OwnerClass } from '@voxkeep/personal-data';
import type { IndexKind } from '../protocol/clients.js';

/** A root key and its version. `key` is 32 bytes and lives in the keyring process alone. */
export interface RootKey {
  readonly version: number;
  readonly key: Buffer;
}

export interface OwnerEpoch {
  readonly ownerId: string;
  readonly ownerClass: OwnerClass;
  readonly epoch: number;
}

/** A new owner or index key: 32 random bytes. */
export function newKey(): Buffer {
  return randomBytes(xaesKeyBytes);
}

/** Wraps an owner key under the root key: nonce 24 ‖ ciphertext 32 ‖ tag 16, bound to owner, class, epoch and root version (04 b). */
export function wrapOwnerKey(root: RootKey, owner: OwnerEpoch, key: Buffer): Buffer {
  return wrap(root, ownerAad(root, owner), key);
}

/** Unwraps what {@link wrapOwnerKey} made; throws `xaes.not-authentic` when row, owner or root key differ. The caller zeroes it. */
export function unwrapOwnerKey(root: RootKey, owner: OwnerEpoch, wrapped: Buffer): Buffer {
  return unwrap(root, ownerAad(root, owner), wrapped);
}

/** Wraps an index key, bound to its kind, its version and the root version. */
export function wrapIndexKey(root: RootKey, kind: IndexKind, version: number, key: Buffer): Buffer {
  return wrap(root, indexAad(root, kind, version), key);
}

/** Unwraps what {@link wrapIndexKey} made; throws `xaes.not-authentic`. */
export function unwrapIndexKey(root: RootKey, kind: IndexKind, version: number, wrapped: Buffer): Buffer {
  return unwrap(root, indexAad(root, kind, version), wrapped);
}

/** 32 bytes that stay when a key is destroyed, so that a certificate can name the key that died: SHA-256(label ‖ key). */
export function commitmentOf(key: Buffer): Buffer {
  return createHash('sha256').update('voxkeep key commitment').update(key).digest();
}

/** 32 bytes stored beside the wrapped keys by which a wrong root key is noticed at start, before anything is written. */
export function checkValueOf(root: RootKey): Buffer {
  return createHmac('sha256', root.key).update(`voxkeep root key check|${root.version}`).digest();
}

function wrap(root: RootKey, aad: Buffer, key: Buffer): Buffer {
  const nonce = randomBytes(xaesNonceBytes);
  return Buffer.concat([nonce, xaesSeal(root.key, nonce, key, aad)]);
}

function unwrap(root: RootKey, aad: Buffer, wrapped: Buffer): Buffer {
  return xaesOpen(root.key, wrapped.subarray(0, xaesNonceBytes), wrapped.subarray(xaesNonceBytes), aad);
}

function ownerAad(root: RootKey, owner: OwnerEpoch): Buffer {
  return Buffer.from(`voxkeep owner key|${owner.ownerId}|${owner.ownerClass}|${owner.epoch}|${root.version}`);
}

function indexAad(root: RootKey, kind: IndexKind, version: number): Buffer {
  return Buffer.from(`voxkeep index key|${indexedEntity}|${kind}|${version}|${root.version}`);
}

/** The one table with a unique identifier index; its name is bound into every index key. */
export const indexedEntity = 'directory.contact_point';

/**
 * The hold key of a root version: keys of owners under a hold are wrapped by it, with an associated data of their own, so that
 * nothing that unwraps with the root key alone opens them. Derived, so that it dies with its root version. The caller zeroes it.
 */
function holdKeyOf(root: RootKey): RootKey {
  return { version: root.version, key: createHmac('sha256', root.key).update(`voxkeep hold key|${root.version}`).digest() };
}

/** Wraps the key of an owner under a hold; opened by {@link unwrapHeldKey} alone. */
export function wrapHeldKey(root: RootKey, owner: OwnerEpoch, key: Buffer): Buffer {
  const hold = holdKeyOf(root);
  try {
    return wrap(hold, heldAad(root, owner), key);
  } finally {
    hold.key.fill(0);
  }
}

/** Unwraps what {@link wrapHeldKey} made; throws `xaes.not-authentic`. The caller zeroes it. */
export function unwrapHeldKey(root: RootKey, owner: OwnerEpoch, wrapped: Buffer): Buffer {
  const hold = holdKeyOf(root);
  try {
    return unwrap(hold, heldAad(root, owner), wrapped);
  } finally {
    hold.key.fill(0);
  }
}

function heldAad(root: RootKey, owner: OwnerEpoch): Buffer {
  return Buffer.from(`voxkeep held owner key|${owner.ownerId}|${owner.ownerClass}|${owner.epoch}|${root.version}`);
}
