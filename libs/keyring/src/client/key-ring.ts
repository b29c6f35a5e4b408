import type { KeyDomain, OwnerClass } from '@voxkeep/personal-data';

/** One domain key of one owner, 32 bytes. */
export interface HeldKey {
  readonly ownerId: string;
  readonly ownerClass: OwnerClass;
  readonly domain: KeyDomain;
  readonly key: Buffer;
}

/**
 * The domain keys that one piece of work was given. It owns its bytes: `zero` overwrites them and nothing else. A destroyed,
 * unknown or restricted owner is simply not in it.
 */
export class KeyRing {
  private readonly keys = new Map<string, HeldKey>();

  /** Copies the keys, so that zeroing this ring leaves others alone. */
  constructor(keys: Iterable<HeldKey> = []) {
    for (const held of keys)
      this.keys.set(keyName(held.ownerId, held.ownerClass, held.domain), { ...held, key: Buffer.from(held.key) });
  }

  get size(): number {
    return this.keys.size;
  }

  key(ownerId: string, ownerClass: OwnerClass, domain: KeyDomain): Buffer | undefined {
    return this.keys.get(keyName(ownerId, ownerClass, domain))?.key;
  }

  has({ ownerId, ownerClass, domain }: Omit<HeldKey, 'key'>): boolean {
    return this.keys.has(keyName(ownerId, ownerClass, domain));
  }

  all(): readonly HeldKey[] {
    return [...this.keys.values()];
  }

  /** A ring of its own with the keys of these owners only. */
  only(ownerIds: readonly string[]): KeyRing {
    return new KeyRing(this.all().filter((held) => ownerIds.includes(held.ownerId)));
  }

  zero(): void {
    for (const { key } of this.keys.values()) key.fill(0);
    this.keys.clear();
  }
}

/** One text per key, for maps. */
export function keyName(ownerId: string, ownerClass: OwnerClass, domain: KeyDomain): string {
  return `${ownerClass}:${domain}:${ownerId}`;
}
