import type { KeyRing, KeyringClient } from '@voxkeep/keyring';

/** The keyring gives a key back for so long after it was minted, and no longer. */
export const recoverableMs = 48 * 60 * 60 * 1000;

/** A call is taken under keys that are at most a day old: for so long after its beginning they surely are given back. */
export const surelyRecoverableMs = recoverableMs - 24 * 60 * 60 * 1000;

const waysToOwn = ['contact-customer', 'contact-agent'] as const;

/** The keys of calls and segments that were cut off, fetched by the owners that the journal names. */
export class RecoveryKeys {
  private constructor(private readonly ring: KeyRing) {}

  /** Throws when the keyring is away or sealed: then recovery has to wait for it. */
  static async fetch(keyring: Pick<KeyringClient, 'recover'>, ownerIds: ReadonlySet<string>): Promise<RecoveryKeys> {
    const owners = [...ownerIds].flatMap((ownerId) => waysToOwn.map((ownerClass) => ({ ownerId, ownerClass })));
    return new RecoveryKeys(await keyring.recover(owners));
  }

  /** A copy of the media key, which its user overwrites; undefined when it was destroyed or is too old to be given back. */
  copyFor(ownerId: string): Buffer | undefined {
    const key = waysToOwn.map((ownerClass) => this.ring.key(ownerId, ownerClass, 'media')).find((held) => held !== undefined);
    return key && Buffer.from(key);
  }

  /** A ring of its own with the keys of these owners. */
  of(ownerIds: readonly string[]): KeyRing {
    return this.ring.only(ownerIds);
  }

  zero(): void {
    this.ring.zero();
  }
}
