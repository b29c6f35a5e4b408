import { deriveDomainKey, type KeyDomain } from '@voxkeep/personal-data';
import type { AnswerOf } from '../protocol/messages.js';
import { zeroAll, type OwnedKey } from './owner-list.js';

export type WireKey = AnswerOf<'open'>['keys'][number];

/** Derives the wanted domain keys of each owner as base64 for the wire, and overwrites the owner keys. */
export function domainKeys(owned: readonly OwnedKey[], wanted: (owner: OwnedKey) => readonly KeyDomain[]): WireKey[] {
  const keys = owned.flatMap((owner) =>
    wanted(owner).map((domain) => {
      const derived = deriveDomainKey(owner.key, domain);
      const key = derived.toString('base64');
      derived.fill(0);
      return { ownerId: owner.ownerId, ownerClass: owner.ownerClass, epoch: owner.epoch, domain, key };
    }),
  );
  zeroAll(owned);
  return keys;
}
