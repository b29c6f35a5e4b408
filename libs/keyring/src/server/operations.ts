import type { KeyDomain } from '@voxkeep/personal-data';
import { diagnostics } from '@voxkeep/platform';
import type { ClientName } from '../protocol/clients.js';
import type { AnswerOf, Operation, OwnerRef, RequestOf } from '../protocol/messages.js';
import type { Destruction } from './destruction.js';
import type { DestructionFeed } from './destruction-feed.js';
import { domainKeys } from './domain-keys.js';
import { keyringDestroyed, keyringRecovered, keyringRestricted, keyringUnreadable } from './events.js';
import type { IndexKeys } from './index-keys.js';
import { nameOf, type OwnedKey, type OwnerKeys } from './owner-keys.js';
import { clientPolicies } from './policy.js';
import { Transfer } from './transfer.js';

/** How long after minting a recorder may ask for its keys again, to finish recordings that a crash cut off. */
export const recoverableMs = 48 * 60 * 60 * 1000;

const feedWaitMs = 25_000;

/** What an unsealed keyring works with. */
export interface KeyringParts {
  readonly owners: OwnerKeys;
  readonly indexes: IndexKeys;
  readonly destruction: Destruction;
  readonly feed: DestructionFeed;
  readonly now: () => Date;
}

export type Operations = { readonly [O in Operation]: (request: RequestOf<O>) => Promise<AnswerOf<O>> };

/** The operations as one client has them, after its policy and limits have been checked. */
export function operationsFor(client: ClientName, parts: KeyringParts): Operations {
  const transfer = new Transfer(parts.owners, parts.indexes, () => {
    diagnostics.record(keyringUnreadable, { client });
  });
  return {
    mint: (request) => mint(client, parts.owners, request),
    open: (request) => open(client, parts.owners, request),
    recover: (request) => recover(client, parts, request),
    index: ({ terms }) =>
      Promise.resolve({ indexes: terms.map(({ kind, value }) => parts.indexes.of(kind, value).toString('base64')) }),
    transfer: async ({ requests }) => ({ transfers: await transfer.transfer(requests) }),
    destroy: (request) => destroy(client, parts, request),
    restrict: (request) => restrict(client, parts, request),
    destructions: async ({ after }) => ({ cursor: await parts.feed.next(after, feedWaitMs) }),
  };
}

/** New owners answer the asked domains; an owner that existed answers those which this client may open. */
async function mint(client: ClientName, keys: OwnerKeys, { owners, domains }: RequestOf<'mint'>): Promise<AnswerOf<'mint'>> {
  const { opens } = clientPolicies[client];
  const readable = domains.filter((domain) => opens.includes(domain));
  const minted = await keys.mint(owners, client);
  const fresh = domainKeys(minted, () => domains);
  const existing = readable.length === 0 ? [] : await keys.find(without(owners, minted), false);
  return { keys: [...fresh, ...domainKeys(existing, () => readable)] };
}

async function open(client: ClientName, keys: OwnerKeys, { wanted }: RequestOf<'open'>): Promise<AnswerOf<'open'>> {
  const found = await keys.find(wanted, clientPolicies[client].seesRestricted);
  const domainsOf = new Map<string, Set<KeyDomain>>();
  for (const { ownerId, ownerClass, domain } of wanted) {
    const name = nameOf(ownerId, ownerClass);
    domainsOf.set(name, (domainsOf.get(name) ?? new Set()).add(domain));
  }
  return { keys: domainKeys(found, ({ ownerId, ownerClass }) => [...(domainsOf.get(nameOf(ownerId, ownerClass)) ?? [])]) };
}

async function recover(
  client: ClientName,
  { owners: keys, now }: KeyringParts,
  { owners }: RequestOf<'recover'>,
): Promise<AnswerOf<'recover'>> {
  const found = await keys.findMinted(owners, client, new Date(now().getTime() - recoverableMs));
  diagnostics.record(keyringRecovered, { client, asked: owners.length, found: found.length });
  return { keys: domainKeys(found, () => clientPolicies[client].recovers) };
}

async function destroy(
  client: ClientName,
  { destruction, feed }: KeyringParts,
  { stated, owners }: RequestOf<'destroy'>,
): Promise<AnswerOf<'destroy'>> {
  const destroyed = await destruction.destroy(owners, stated.caseId ?? '');
  feed.announce();
  diagnostics.record(keyringDestroyed, { client, asked: owners.length, destroyed: destroyed.length });
  return { destroyed };
}

async function restrict(
  client: ClientName,
  { owners: keys, feed }: KeyringParts,
  request: RequestOf<'restrict'>,
): Promise<AnswerOf<'restrict'>> {
  const changed = await keys.restrict(request.owners, request.restricted);
  feed.announce();
  diagnostics.record(keyringRestricted, { client, restricted: request.restricted, changed: changed.length });
  return { changed };
}

function without(owners: readonly OwnerRef[], minted: readonly OwnedKey[]): OwnerRef[] {
  const fresh = new Set(minted.map((owner) => nameOf(owner.ownerId, owner.ownerClass)));
  return owners.filter((owner) => !fresh.has(nameOf(owner.ownerId, owner.ownerClass)));
}
