import type { OwnerRef } from '../protocol/messages.js';

/** An owner's key of one epoch, unwrapped. Whoever receives it zeroes `key` (see {@link zeroAll}). */
export interface OwnedKey extends OwnerRef {
  readonly epoch: number;
  readonly key: Buffer;
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

/** Of several epochs of each owner the newest. */
export function newestOf<T extends OwnerRef & { readonly epoch: number }>(keys: readonly T[]): Map<string, T> {
  const newest = new Map<string, T>();
  for (const key of keys) {
    const name = nameOf(key.ownerId, key.ownerClass);
    if ((newest.get(name)?.epoch ?? 0) < key.epoch) newest.set(name, key);
  }
  return newest;
}
