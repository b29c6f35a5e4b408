import type { OwnerClass, SealContext } from '@voxkeep/personal-data';
import type { AnswerOf } from '../protocol/messages.js';
import type { KeyringWork } from '../protocol/reports.js';
import type { RotationBegun } from '../server/root-rotation.js';
import type { SocketTransport } from './socket-transport.js';
import { bytes, inBatches } from './wire.js';

/** A sealed value in its place; its envelope tells its epoch. */
export type ValueToReseal = Omit<SealContext, 'epoch'> & { readonly envelope: Buffer };

/** `kept`: it is under its owner's newest key already. `key-withheld`: destroyed, held or unknown. */
export type ResealedValue =
  { readonly kind: 'resealed'; readonly envelope: Buffer } | { readonly kind: 'kept' | 'key-withheld' | 'unreadable' };

/** A sealed number or address; `region` is the ISO 3166 region in which national numbers are read. */
export type ValueToIndex = SealContext & {
  readonly envelope: Buffer;
  readonly normalise: 'phone' | 'email';
  readonly region: string;
};

/** `index` is 16 bytes, `tail` 2 bytes (none for e-mail). `invalid`: it does not open, or is no number or address any more. */
export type ReindexedValue =
  { readonly kind: 'indexed'; readonly index: Buffer; readonly tail: Buffer } | { readonly kind: 'invalid' | 'key-withheld' };

/** A key of an older epoch, replaced so long ago that nobody seals with it any more. */
export interface RetiringKey {
  readonly ownerId: string;
  readonly ownerClass: OwnerClass;
  readonly epoch: number;
}

/** Replacing keys while everything serves: ordered by the operator, carried through the databases by the worker. */
export interface KeyRotation {
  /** Makes a new root key current; older keys are rewrapped in the background (operator). */
  rotateRoot(): Promise<RotationBegun>;
  /** Orders newer keys for every owner of a class whose key is from before `createdBefore` (operator). */
  rotateOwners(ownerClass: OwnerClass, createdBefore: Date): Promise<void>;
  /** Makes the next version of the index keys; false when a rotation is under way (operator). */
  rotateIndexes(): Promise<boolean>;
  /** What waits to be done to values in the databases (worker; so are all below). */
  work(): Promise<KeyringWork>;
  /** Seals values anew under their owners' newest keys, as the orders say; outcomes in order. */
  reseal(values: readonly ValueToReseal[]): Promise<ResealedValue[]>;
  /** Reports that a whole pass over a class found nothing to seal anew; `createdBefore` is the order's. */
  resealed(ownerClass: OwnerClass, createdBefore: string): Promise<void>;
  /** Older keys that may be destroyed once no value is sealed under them, in order, from after the given one. */
  retiring(after: RetiringKey | undefined, limit: number): Promise<RetiringKey[]>;
  /** Destroys older keys; answers how many. Keys in use and held ones stay whatever is asked. */
  retireEpochs(keys: readonly RetiringKey[]): Promise<number>;
  /** Indexes values under the index version that is being filled in, otherwise the active one; outcomes in order. */
  reindex(values: readonly ValueToIndex[]): Promise<ReindexedValue[]>;
  /** From now on the next index version answers look-ups; false when there is none. */
  switchIndexes(): Promise<boolean>;
  /** Destroys the index version that was switched away from; false when there is none. */
  dropIndexes(): Promise<boolean>;
}

/** {@link KeyRotation} over a socket. */
export class SocketRotation implements KeyRotation {
  constructor(protected readonly transport: SocketTransport) {}

  async rotateRoot(): Promise<RotationBegun> {
    return (await this.transport.ask('rotate-root', {})).outcome;
  }

  async rotateOwners(ownerClass: OwnerClass, createdBefore: Date): Promise<void> {
    await this.transport.ask('rotate-owners', { ownerClass, createdBefore: createdBefore.toISOString() });
  }

  async rotateIndexes(): Promise<boolean> {
    return (await this.transport.ask('rotate-indexes', {})).done;
  }

  work(): Promise<KeyringWork> {
    return this.transport.ask('work', {});
  }

  async reseal(values: readonly ValueToReseal[]): Promise<ResealedValue[]> {
    const answers = await inBatches(
      values.map(inBase64),
      async (part) => (await this.transport.ask('reseal', { values: part })).values,
    );
    return answers.map((answer) => (answer.kind === 'resealed' ? { ...answer, envelope: bytes(answer.envelope) } : answer));
  }

  async resealed(ownerClass: OwnerClass, createdBefore: string): Promise<void> {
    await this.transport.ask('resealed', { ownerClass, createdBefore });
  }

  async retiring(after: RetiringKey | undefined, limit: number): Promise<RetiringKey[]> {
    return (await this.transport.ask('retiring', { ...(after && { after }), limit })).keys;
  }

  async retireEpochs(keys: readonly RetiringKey[]): Promise<number> {
    const counts = await inBatches(keys, async (part) => [(await this.transport.ask('retire-epochs', { keys: part })).retired]);
    return counts.reduce((sum, count) => sum + count, 0);
  }

  async reindex(values: readonly ValueToIndex[]): Promise<ReindexedValue[]> {
    const answers = await inBatches(
      values.map(inBase64),
      async (part) => (await this.transport.ask('reindex', { values: part })).values,
    );
    return answers.map(reindexed);
  }

  async switchIndexes(): Promise<boolean> {
    return (await this.transport.ask('switch-indexes', {})).done;
  }

  async dropIndexes(): Promise<boolean> {
    return (await this.transport.ask('drop-indexes', {})).done;
  }
}

function inBase64<T extends { readonly envelope: Buffer }>({
  envelope,
  ...value
}: T): Omit<T, 'envelope'> & { envelope: string } {
  return { ...value, envelope: envelope.toString('base64') };
}

function reindexed(answer: AnswerOf<'reindex'>['values'][number]): ReindexedValue {
  return answer.kind === 'indexed' ? { ...answer, index: bytes(answer.index), tail: bytes(answer.tail) } : answer;
}
