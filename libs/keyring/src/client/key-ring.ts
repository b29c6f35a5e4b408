import type { KeyDomain, OwnerClass } from '@voxkeep/personal-data';

/** One domain key of one owner, 32 bytes. After a rotation an owner has keys of several epochs. */
export interface HeldKey {
  readonly ownerId: string;
  readonly ownerClass: OwnerClass;
  readonly epoch: number;
  readonly domain: KeyDomain;
  readonly key: Buffer;
}

/**
 * The domain keys that one piece of work was given. It owns its bytes: `zero` overwrites them and nothing else. A destroyed,
 * unknown or restricted owner is simply not in it.
 */
export class KeyRing {
  private readonly keys = new Map<string, readonly HeldKey[]>();

  /** Copies the keys, so that zeroing this ring leaves others alone. */
  constructor(keys: Iterable<HeldKey> = []) {
    for (const held of keys) {
      const name = keyName(held.ownerId, held.ownerClass, held.domain);
      const others = (this.keys.get(name) ?? []).filter(({ epoch }) => epoch !== held.epoch);
      this.keys.set(name, [...others, { ...held, key: Buffer.from(held.key) }]);
    }
  }

  /** How many owners' domains there is a key for. */
  get size(): number {
    return this.keys.size;
  }

  /**
   * The key of an epoch. Without one it is the newest, which new values are sealed with; for media the oldest, because recordings
   * in the vault keep the key they were made with.
   */
  key(ownerId: string, ownerClass: OwnerClass, domain: KeyDomain, epoch?: number): Buffer | undefined {
    const held = this.keys.get(keyName(ownerId, ownerClass, domain)) ?? [];
    const wanted = epoch ?? chosenEpoch(held, domain);
    return held.find((one) => one.epoch === wanted)?.key;
  }

  /** The epoch that {@link key} chooses without being told; undefined when there is no key. */
  epochOf(ownerId: string, ownerClass: OwnerClass, domain: KeyDomain): number | undefined {
    const held = this.keys.get(keyName(ownerId, ownerClass, domain));
    return held && chosenEpoch(held, domain);
  }

  has({ ownerId, ownerClass, domain }: Omit<HeldKey, 'key' | 'epoch'>): boolean {
    return this.keys.has(keyName(ownerId, ownerClass, domain));
  }

  all(): readonly HeldKey[] {
    return [...this.keys.values()].flat();
  }

  /** A ring of its own with the keys of these owners only. */
  only(ownerIds: readonly string[]): KeyRing {
    return new KeyRing(this.all().filter((held) => ownerIds.includes(held.ownerId)));
  }

  zero(): void {
    for (const { key } of this.all()) key.fill(0);
    this.keys.clear();
  }
}

function chosenEpoch(held: readonly HeldKey[], domain: KeyDomain): number {
  const epochs = held.map(({ epoch }) => epoch);
  return domain === 'media' ? Math.min(...epochs) : Math.max(...epochs);
}

/** One text per owner and domain, for maps. */
export function keyName(ownerId: string, ownerClass: OwnerClass, domain: KeyDomain): string {
  return `${ownerClass}:${domain}:${ownerId}`;
}
