import { deriveDomainKey } from '@voxkeep/personal-data';
import type { SealPlace } from '../protocol/messages.js';
import { nameOf, newestOf, type OwnedKey } from './owner-list.js';

/** The owner keys of one request's values, by owner and epoch. */
export class ValueKeys {
  private readonly byEpoch: ReadonlyMap<string, OwnedKey>;
  private readonly newest: ReadonlyMap<string, OwnedKey>;

  constructor(owned: readonly OwnedKey[]) {
    this.byEpoch = new Map(owned.map((key) => [`${nameOf(key.ownerId, key.ownerClass)}:${key.epoch}`, key]));
    this.newest = newestOf(owned);
  }

  /** The epoch under which values of this owner are sealed now; undefined when it has no key to use. */
  epochOf({ ownerId, ownerClass }: SealPlace): number | undefined {
    return this.newest.get(nameOf(ownerId, ownerClass))?.epoch;
  }

  has({ ownerId, ownerClass }: SealPlace, epoch: number): boolean {
    return this.byEpoch.has(`${nameOf(ownerId, ownerClass)}:${epoch}`);
  }

  /** Lends the domain key of a place for the length of `use`; the owner's key of that epoch must be there. */
  with<T>({ ownerId, ownerClass, domain }: SealPlace, epoch: number, use: (key: Buffer) => T): T {
    const owner = this.byEpoch.get(`${nameOf(ownerId, ownerClass)}:${epoch}`);
    const key = deriveDomainKey(owner?.key ?? Buffer.alloc(0), domain);
    try {
      return use(key);
    } finally {
      key.fill(0);
    }
  }
}
