import { isVoxkeepError } from '@voxkeep/contracts';
import { openText, readEnvelopeHeader, sealText } from '@voxkeep/personal-data';
import type { AuditEntry } from '@voxkeep/platform';
import type { AnswerOf, OwnerRef, RequestOf } from '../protocol/messages.js';
import type { NewEpochs } from './new-epochs.js';
import type { OwnerKeys } from './owner-keys.js';
import { zeroAll } from './owner-list.js';
import type { OwnerRotations } from './owner-rotations.js';
import { ValueKeys } from './value-keys.js';

type Request = RequestOf<'reseal'>['values'][number];
type Answer = AnswerOf<'reseal'>['values'][number];

/**
 * Seals values anew under the newest key of their owner, in the same place; the text never leaves this process. Owners whose key
 * is older than their class's order says get a next key first. Without an order nothing changes.
 */
export class Reseal {
  constructor(
    private readonly owners: OwnerKeys,
    private readonly epochs: NewEpochs,
    private readonly rotations: OwnerRotations,
    private readonly onUnreadable: () => void,
  ) {}

  /** One answer per value, in order. */
  async reseal(values: readonly Request[], entry: AuditEntry): Promise<Answer[]> {
    await this.renew(values, entry);
    const owned = await this.owners.find(values, false);
    try {
      const keys = new ValueKeys(owned);
      return values.map((value) => this.resealOne(value, keys));
    } finally {
      zeroAll(owned);
    }
  }

  private async renew(owners: readonly OwnerRef[], entry: AuditEntry): Promise<void> {
    for (const { ownerClass, createdBefore } of await this.rotations.all()) {
      const ofClass = owners.filter((owner) => owner.ownerClass === ownerClass);
      if (ofClass.length > 0) await this.epochs.renew(ofClass, createdBefore, entry);
    }
  }

  private resealOne({ envelope, ...place }: Request, keys: ValueKeys): Answer {
    const epoch = keys.epochOf(place);
    if (epoch === undefined) return { kind: 'key-withheld' };
    try {
      const bytes = Buffer.from(envelope, 'base64');
      const from = readEnvelopeHeader(bytes).epoch;
      if (from === epoch) return { kind: 'kept' };
      const text = keys.with(place, from, (key) => openText(key, { ...place, epoch: from }, bytes));
      const sealed = keys.with(place, epoch, (key) => sealText(key, { ...place, epoch }, text));
      return { kind: 'resealed', envelope: sealed.toString('base64') };
    } catch (error) {
      if (!isVoxkeepError(error)) throw error;
      this.onUnreadable();
      return { kind: 'unreadable' };
    }
  }
}
