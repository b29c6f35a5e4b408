import { isVoxkeepError } from '@voxkeep/contracts';
import { openText, sealText } from '@voxkeep/personal-data';
import { firstEpoch } from '../protocol/clients.js';
import type { AnswerOf, RequestOf, SealPlace, TransferRequest } from '../protocol/messages.js';
import type { IndexKeys } from './index-keys.js';
import { indexesOf, normalise, type Normalised } from './normalised.js';
import type { OwnerKeys } from './owner-keys.js';
import { zeroAll } from './owner-list.js';
import { ValueKeys } from './value-keys.js';

export type TransferAnswer = AnswerOf<'transfer'>['transfers'][number];
type ReindexRequest = RequestOf<'reindex'>['values'][number];
type ReindexAnswer = AnswerOf<'reindex'>['values'][number];

/**
 * Re-seals values from one place to others and indexes them without the asking process seeing one. An envelope that does not open
 * is `invalid`; `onUnreadable` hears of it, because it means that stored data was altered.
 */
export class Transfer {
  constructor(
    private readonly owners: OwnerKeys,
    private readonly indexes: IndexKeys,
    private readonly onUnreadable: (place: SealPlace) => void,
  ) {}

  /** One answer per request, in order. With an empty `to` only the index is made, so that a known identifier mints nothing. */
  async transfer(requests: readonly TransferRequest[]): Promise<TransferAnswer[]> {
    const found = await this.owners.find(
      requests.flatMap(({ from, to }) => [from, ...to]),
      false,
    );
    try {
      const keys = new ValueKeys(found);
      return requests.map((request) => this.transferOne(request, keys));
    } finally {
      zeroAll(found);
    }
  }

  /**
   * Indexes sealed values under the version that is being filled in, or the active one; one answer per value, in order. Held ones
   * too: nothing of them is shown, and without it a hold would end every look-up of the number.
   */
  async reindex(values: readonly ReindexRequest[]): Promise<ReindexAnswer[]> {
    const found = await this.owners.find(values, true);
    try {
      const keys = new ValueKeys(found);
      return values.map((value) => this.reindexOne(value, keys));
    } finally {
      zeroAll(found);
    }
  }

  private transferOne({ from, to, normalise: as, region }: TransferRequest, keys: ValueKeys): TransferAnswer {
    if (![from, ...to].every((place) => keys.epochOf(place) !== undefined)) return { kind: 'key-destroyed' };
    const normalised = this.read(from, keys, as, region);
    if (!('value' in normalised)) return { kind: normalised.kind };
    const { value } = normalised;
    const sealed = to.map((place) => {
      const epoch = keys.epochOf(place) ?? firstEpoch;
      return keys.with(place, epoch, (key) => sealText(key, { ...place, epoch }, value)).toString('base64');
    });
    return { kind: 'transferred', ...indexesOf(this.indexes, normalised), sealed };
  }

  private reindexOne({ normalise: as, region, ...from }: ReindexRequest, keys: ValueKeys): ReindexAnswer {
    if (keys.epochOf(from) === undefined) return { kind: 'key-withheld' };
    const normalised = this.read(from, keys, as, region);
    return 'value' in normalised ? { kind: 'indexed', ...indexesOf(this.indexes, normalised, 'next') } : { kind: 'invalid' };
  }

  private read(
    { envelope, ...from }: TransferRequest['from'],
    keys: ValueKeys,
    as: 'phone' | 'email',
    region: string,
  ): Normalised {
    try {
      const text = keys.with(from, from.epoch, (key) => openText(key, from, Buffer.from(envelope, 'base64')));
      return normalise(text, as, region);
    } catch (error) {
      if (!isVoxkeepError(error)) throw error;
      this.onUnreadable(from);
      return { kind: 'invalid' };
    }
  }
}
