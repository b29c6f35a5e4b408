import { isVoxkeepError } from '@voxkeep/contracts';
import { deriveDomainKey, normaliseEmail, normalisePhone, openText, sealText, trailingDigits } from '@voxkeep/personal-data';
import { firstEpoch } from '../protocol/clients.js';
import type { AnswerOf, SealPlace, TransferRequest } from '../protocol/messages.js';
import type { IndexKeys } from './index-keys.js';
import { nameOf, zeroAll, type OwnerKeys } from './owner-keys.js';

export type TransferAnswer = AnswerOf<'transfer'>['transfers'][number];

/** `value` is sealed, `term` is indexed; they differ for extensions, which must not meet a public number of the same digits. */
type Normalised =
  { readonly kind: 'phone' | 'email'; readonly value: string; readonly term: string } | { readonly kind: 'withheld' | 'invalid' };
type KeyOf = (place: SealPlace) => Buffer | undefined;

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
    const keys = new Map(found.map((owner) => [nameOf(owner.ownerId, owner.ownerClass), owner.key]));
    const keyOf: KeyOf = (place) => keys.get(nameOf(place.ownerId, place.ownerClass));
    try {
      return requests.map((request) => this.transferOne(request, keyOf));
    } finally {
      zeroAll(found);
    }
  }

  private transferOne(request: TransferRequest, keyOf: KeyOf): TransferAnswer {
    if (![request.from, ...request.to].every(keyOf)) return { kind: 'key-destroyed' };
    const text = this.open(request, keyOf);
    const normalised: Normalised = text === undefined ? { kind: 'invalid' } : normalise(text, request);
    if (!('value' in normalised)) return { kind: normalised.kind };
    const { kind, value, term } = normalised;
    return {
      kind: 'transferred',
      index: this.indexes.of(kind, term).toString('base64'),
      tail: kind === 'phone' ? this.indexes.of('phone-tail', trailingDigits(value)).toString('base64') : '',
      sealed: request.to.map((place) => seal(place, value, keyOf).toString('base64')),
    };
  }

  private open({ from: { envelope, ...place } }: TransferRequest, keyOf: KeyOf): string | undefined {
    try {
      return withDomainKey(place, keyOf, (key) => openText(key, place, Buffer.from(envelope, 'base64')));
    } catch (error) {
      if (!isVoxkeepError(error)) throw error;
      this.onUnreadable(place);
      return undefined;
    }
  }
}

function normalise(text: string, { normalise: as, region }: TransferRequest): Normalised {
  if (as === 'email') {
    const email = normaliseEmail(text);
    return email.kind === 'email' ? { kind: 'email', value: email.value, term: email.value } : { kind: 'invalid' };
  }
  const phone = normalisePhone(text, region);
  if (phone.kind === 'e164') return { kind: 'phone', value: phone.value, term: phone.value };
  return phone.kind === 'extension' ? { kind: 'phone', value: phone.value, term: `ext:${phone.value}` } : { kind: phone.kind };
}

function seal(place: SealPlace, value: string, keyOf: KeyOf): Buffer {
  return withDomainKey(place, keyOf, (key) => sealText(key, { ...place, epoch: firstEpoch }, value));
}

function withDomainKey<T>(place: SealPlace, keyOf: KeyOf, use: (key: Buffer) => T): T {
  const key = deriveDomainKey(keyOf(place) ?? Buffer.alloc(0), place.domain);
  try {
    return use(key);
  } finally {
    key.fill(0);
  }
}
