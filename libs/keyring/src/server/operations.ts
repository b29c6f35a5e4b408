import type { KeyDomain } from '@voxkeep/personal-data';
import { diagnostics, type AuditEntry } from '@voxkeep/platform';
import type { ClientName } from '../protocol/clients.js';
import type { AnswerOf, Operation, OwnerRef, RequestOf } from '../protocol/messages.js';
import type { AuditRows } from './audit-rows.js';
import type { Destruction, DestructionOrder } from './destruction.js';
import type { DestructionFeed } from './destruction-feed.js';
import { domainKeys } from './domain-keys.js';
import { keyringDestroyed, keyringRecovered, keyringRestricted, keyringUnreadable } from './events.js';
import type { Holds } from './holds.js';
import type { IndexKeys } from './index-keys.js';
import type { KeyStatus } from './key-status.js';
import type { NewEpochs } from './new-epochs.js';
import type { OwnerKeys } from './owner-keys.js';
import { nameOf, type OwnedKey } from './owner-list.js';
import type { OwnerRotations } from './owner-rotations.js';
import { clientPolicies, opensHeld } from './policy.js';
import type { RecoverableSince } from './recoverable.js';
import type { RotationBegun } from './root-rotation.js';
import { rotationOperations } from './rotation-operations.js';
import { Transfer } from './transfer.js';

const feedWaitMs = 25_000;

/** What an unsealed keyring works with. */
export interface KeyringParts {
  readonly owners: OwnerKeys;
  readonly holds: Holds;
  readonly indexes: IndexKeys;
  readonly destruction: Destruction;
  readonly feed: DestructionFeed;
  readonly epochs: NewEpochs;
  readonly rotations: OwnerRotations;
  readonly status: KeyStatus;
  readonly auditRows: AuditRows;
  /** Makes a new root key current and has the older keys rewrapped in the background. */
  readonly rotateRoot: (entry: AuditEntry) => Promise<RotationBegun>;
  readonly recoverable: RecoverableSince;
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
    // Of one contact: the marks of two say nothing of each other, and nothing of the directory.
    'announced-mark': ({ contactId, number }) =>
      Promise.resolve({ mark: parts.indexes.of('announced', `${contactId}|${number}`).toString('base64') }),
    transfer: async ({ requests }) => ({ transfers: await transfer.transfer(requests) }),
    destroy: (request) => destroy(client, parts, request),
    retire: (request) => retire(client, parts, request),
    restrict: (request) => restrict(client, parts, request),
    states: async ({ owners }) => ({ states: await parts.owners.statesOf(owners) }),
    destructions: async ({ after }) => ({ cursor: await parts.feed.next(after, feedWaitMs) }),
    'audit-rows': async ({ after, limit }) => ({ rows: await parts.auditRows.read(after, limit) }),
    'audit-acknowledge': async ({ upto }) => {
      await parts.auditRows.acknowledge(upto);
      return { done: true };
    },
    ...rotationOperations(client, parts),
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

async function open(client: ClientName, keys: OwnerKeys, { stated, wanted }: RequestOf<'open'>): Promise<AnswerOf<'open'>> {
  const found = await keys.find(wanted, opensHeld(client, stated));
  const domainsOf = new Map<string, Set<KeyDomain>>();
  for (const { ownerId, ownerClass, domain } of wanted) {
    const name = nameOf(ownerId, ownerClass);
    domainsOf.set(name, (domainsOf.get(name) ?? new Set()).add(domain));
  }
  return { keys: domainKeys(found, ({ ownerId, ownerClass }) => [...(domainsOf.get(nameOf(ownerId, ownerClass)) ?? [])]) };
}

async function recover(
  client: ClientName,
  { owners: keys, recoverable }: KeyringParts,
  { owners }: RequestOf<'recover'>,
): Promise<AnswerOf<'recover'>> {
  const found = await keys.findMinted(owners, client, await recoverable.for(client));
  diagnostics.record(keyringRecovered, { client, asked: owners.length, found: found.length });
  return { keys: domainKeys(found, () => clientPolicies[client].recovers) };
}

async function destroy(
  client: ClientName,
  parts: KeyringParts,
  { stated, owners }: RequestOf<'destroy'>,
): Promise<AnswerOf<'destroy'>> {
  const { caseId = '', purpose } = stated;
  const entry = { action: 'key.destroy' as const, actor: `system:${client}`, object: { kind: 'case', id: caseId }, purpose };
  const { destroyed } = await destroyFor(client, parts, owners, { caseRef: caseId, entry });
  return { destroyed };
}

async function retire(
  client: ClientName,
  parts: KeyringParts,
  { stated, runId, owners }: RequestOf<'retire'>,
): Promise<AnswerOf<'retire'>> {
  const { purpose } = stated;
  const entry = {
    action: 'key.retire' as const,
    actor: `system:${client}`,
    object: { kind: 'retention-run', id: runId },
    purpose,
  };
  return destroyFor(client, parts, owners, { caseRef: `run:${runId}`, entry });
}

async function destroyFor(
  client: ClientName,
  { destruction, feed }: KeyringParts,
  owners: readonly OwnerRef[],
  order: DestructionOrder,
): Promise<AnswerOf<'retire'>> {
  const result = await destruction.destroy(owners, order);
  feed.announce();
  diagnostics.record(keyringDestroyed, { client, asked: owners.length, destroyed: result.destroyed.length });
  return result;
}

async function restrict(
  client: ClientName,
  { holds, feed }: KeyringParts,
  { stated, owners, restricted }: RequestOf<'restrict'>,
): Promise<AnswerOf<'restrict'>> {
  const action = restricted ? 'key.hold' : 'key.release';
  const object = { kind: 'case', id: stated.caseId ?? '' };
  const entry: AuditEntry = { action, actor: `system:${client}`, object, purpose: stated.purpose };
  const changed = await holds.change(owners, restricted, entry);
  feed.announce();
  diagnostics.record(keyringRestricted, { client, restricted, changed: changed.length });
  return { changed };
}

function without(owners: readonly OwnerRef[], minted: readonly OwnedKey[]): OwnerRef[] {
  const fresh = new Set(minted.map((owner) => nameOf(owner.ownerId, owner.ownerClass)));
  return owners.filter((owner) => !fresh.has(nameOf(owner.ownerId, owner.ownerClass)));
}
