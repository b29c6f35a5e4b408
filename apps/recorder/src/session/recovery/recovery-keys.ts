import type { KeyRing, KeyringClient } from '@voxkeep/keyring';
import type { OpenSegment } from '@voxkeep/operative';
import { ownerClassOf } from '../media-binding/segments.js';

const waysToOwn = ['contact-customer', 'contact-agent'] as const;

/** The media keys of segments that were cut off, fetched in one request. */
export class RecoveryKeys {
  private constructor(private readonly ring: KeyRing) {}

  /** Throws when the keyring is away or sealed: then recovery has to wait for it. */
  static async fetch(keyring: Pick<KeyringClient, 'recover'>, segments: readonly OpenSegment[]): Promise<RecoveryKeys> {
    const owners = new Map(segments.map(({ owner, channel }) => [owner, { ownerId: owner, ownerClass: ownerClassOf(channel) }]));
    return new RecoveryKeys(await keyring.recover([...owners.values()]));
  }

  /** A copy of the key, which its user overwrites; undefined when it was destroyed or is too old to be given back. */
  copyFor(ownerId: string): Buffer | undefined {
    const key = waysToOwn.map((ownerClass) => this.ring.key(ownerId, ownerClass, 'media')).find((held) => held !== undefined);
    return key && Buffer.from(key);
  }

  zero(): void {
    this.ring.zero();
  }
}
