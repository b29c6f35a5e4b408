import type { AuditAct } from '@voxkeep/contracts';
import { diagnostics, type AuditEntry } from '@voxkeep/platform';
import type { ClientName } from '../protocol/clients.js';
import { keyringRotating, keyringUnreadable } from './events.js';
import type { KeyringParts, Operations } from './operations.js';
import { recoverableMs } from './recoverable.js';
import { Reseal } from './reseal.js';
import { Transfer } from './transfer.js';

type RotationOperation =
  | 'status'
  | 'work'
  | 'rotate-root'
  | 'rotate-owners'
  | 'reseal'
  | 'resealed'
  | 'retiring'
  | 'retire-epochs'
  | 'rotate-indexes'
  | 'reindex'
  | 'switch-indexes'
  | 'drop-indexes';

/** Whoever still seals under an owner's older key is a recorder that finishes a call; after this time none does. */
const replacedForMs = recoverableMs;

/** What serves rotation: of the root key, of owners, of indexes. */
export function rotationOperations(client: ClientName, parts: KeyringParts): Pick<Operations, RotationOperation> {
  const entry = (action: AuditAct): AuditEntry => ({ action, actor: `system:${client}` });
  return {
    status: () => parts.status.status(),
    work: async () => {
      await parts.rotations.orderDue(entry('key.rotate-owners'));
      return parts.status.work();
    },
    'rotate-root': async () => {
      const outcome = await parts.rotateRoot(entry('key.rotate-root'));
      diagnostics.record(keyringRotating, { client, what: 'root', begun: outcome === 'begun' });
      return { outcome };
    },
    ...ownerOperations(client, parts, entry),
    ...indexOperations(client, parts, entry),
  };
}

type Entry = (action: AuditAct) => AuditEntry;
type OwnerOperation = 'rotate-owners' | 'reseal' | 'resealed' | 'retiring' | 'retire-epochs';
type IndexOperation = 'rotate-indexes' | 'reindex' | 'switch-indexes' | 'drop-indexes';

function ownerOperations(client: ClientName, parts: KeyringParts, entry: Entry): Pick<Operations, OwnerOperation> {
  const reseal = new Reseal(parts.owners, parts.epochs, parts.rotations, unreadable(client));
  const replacedBefore = (): Date => new Date(parts.now().getTime() - replacedForMs);
  return {
    'rotate-owners': async ({ ownerClass, createdBefore }) => {
      await parts.rotations.order(ownerClass, new Date(createdBefore), entry('key.rotate-owners'));
      diagnostics.record(keyringRotating, { client, what: 'owners', begun: true });
      return { done: true };
    },
    reseal: async ({ values }) => {
      const answers = await reseal.reseal(values, entry('key.new-epoch'));
      // Who sealed with an older key until now is to ask again.
      if (answers.some(({ kind }) => kind === 'resealed')) parts.feed.announce();
      return { values: answers };
    },
    resealed: async ({ ownerClass, createdBefore }) => {
      await parts.rotations.resealed(ownerClass, new Date(createdBefore));
      return { done: true };
    },
    retiring: async ({ after, limit }) => ({ keys: await parts.rotations.retiring(replacedBefore(), after, limit) }),
    'retire-epochs': async ({ keys }) => {
      const retired = await parts.destruction.retire(keys, replacedBefore(), entry('key.retire-epoch'));
      parts.feed.announce();
      return { retired };
    },
  };
}

function indexOperations(client: ClientName, { indexes, owners }: KeyringParts, entry: Entry): Pick<Operations, IndexOperation> {
  const transfer = new Transfer(owners, indexes, unreadable(client));
  return {
    'rotate-indexes': async () => {
      const done = await indexes.begin(entry('key.rotate-indexes'));
      diagnostics.record(keyringRotating, { client, what: 'indexes', begun: done });
      return { done };
    },
    reindex: async ({ values }) => ({ values: await transfer.reindex(values) }),
    'switch-indexes': async () => ({ done: await indexes.switch(entry('key.switch-indexes')) }),
    'drop-indexes': async () => ({ done: await indexes.drop(entry('key.drop-indexes')) }),
  };
}

function unreadable(client: ClientName): () => void {
  return () => {
    diagnostics.record(keyringUnreadable, { client });
  };
}
