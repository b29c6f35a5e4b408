import { KeyRing, type KeyringClient } from '@voxkeep/keyring';

/** The keyring gives a key back for so long after it was minted, not counting the time that the site stood still. */
const recoverableMs = 48 * 60 * 60 * 1000;

/** A call is taken under keys that are at most a day old: for so long after its beginning they surely are given back. */
export const surelyRecoverableMs = recoverableMs - 24 * 60 * 60 * 1000;

const waysToOwn = ['contact-customer', 'contact-agent'] as const;

type Recovering = Pick<KeyringClient, 'recover' | 'states'>;

/** The keys of calls and segments that were cut off, fetched by the owners that the journal names. */
export class RecoveryKeys {
  private constructor(
    private readonly ring: KeyRing,
    private readonly held: ReadonlySet<string>,
  ) {}

  /** Throws when the keyring is away or sealed: then recovery has to wait for it. */
  static async fetch(keyring: Recovering, ownerIds: ReadonlySet<string>): Promise<RecoveryKeys> {
    const given = await keyring.recover(waysOf([...ownerIds]));
    const had = new Set(given.all().map(({ ownerId }) => ownerId));
    const lacking = [...ownerIds].filter((ownerId) => !had.has(ownerId));
    if (lacking.length === 0) return new RecoveryKeys(given, new Set());
    try {
      const states = await keyring.states(waysOf(lacking));
      const inState = (wanted: string) => states.filter(({ state }) => state === wanted).map(({ ownerId }) => ownerId);
      // What is in use although it was not given is too old, or was shown again meanwhile.
      const again = await keyring.recover(waysOf(inState('active')));
      const both = new KeyRing([...given.all(), ...again.all()]);
      again.zero();
      return new RecoveryKeys(both, new Set(inState('held')));
    } finally {
      given.zero();
    }
  }

  /** A copy of the media key, which its user overwrites; undefined when it was destroyed, is restricted or too old to be given back. */
  copyFor(ownerId: string): Buffer | undefined {
    const key = waysToOwn.map((ownerClass) => this.ring.key(ownerId, ownerClass, 'media')).find((found) => found !== undefined);
    return key && Buffer.from(key);
  }

  /** Whether the key is there and only restricted, so that it is given back once that is lifted. */
  mayCome(ownerId: string): boolean {
    return this.held.has(ownerId);
  }

  /** A ring of its own with the keys of these owners. */
  of(ownerIds: readonly string[]): KeyRing {
    return this.ring.only(ownerIds);
  }

  zero(): void {
    this.ring.zero();
  }
}

function waysOf(ownerIds: readonly string[]) {
  return ownerIds.flatMap((ownerId) => waysToOwn.map((ownerClass) => ({ ownerId, ownerClass })));
}
