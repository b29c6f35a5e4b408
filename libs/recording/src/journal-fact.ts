import { VoxkeepError } from '@voxkeep/contracts';
import { XaesSeries, xaesNonceBytes, xaesOpen, xaesTagBytes } from '@voxkeep/personal-data';
import { encodeJournalRecord, longestFactBytes, numberField, type FactRecord } from './journal-record.js';
import { factKey } from './segment-keys.js';
import { uuidBytes } from './uuid-bytes.js';

const label = Buffer.from('voxkeep.recording.journal-fact.v1\0', 'ascii');
const beforeTheFirst = Buffer.alloc(xaesTagBytes);

/** Whose facts, and under which owner's key. */
export interface FactChainTerms {
  readonly recordingId: string;
  readonly owner: string;
  /** The owner's media key (32 bytes); derived from at once and not kept. */
  readonly ownerKey: Uint8Array;
}

/**
 * The facts of one call in the journal, each sealed under the owner's key, numbered from 1 and chained: a fact opens only behind the
 * one before it, so that none can be taken out, exchanged or brought in from another call.
 */
class FactChain {
  readonly #key: Buffer;
  readonly #recordingId: string;
  readonly #owner: string;
  /** Only who writes the chain has one. */
  #series: XaesSeries | undefined;
  #number = 0;
  #link = beforeTheFirst;

  constructor({ recordingId, owner, ownerKey }: FactChainTerms) {
    this.#recordingId = recordingId;
    this.#owner = owner;
    this.#key = factKey(ownerKey, recordingId);
  }

  /** How many facts the chain has. */
  get number(): number {
    return this.#number;
  }

  /** Overwrites the key. */
  close(): void {
    this.#key.fill(0);
    this.#series?.end();
  }

  /** Seals the next fact into an encoded record. Throws `recording.fact-length`. */
  seal(text: string): Buffer {
    const plain = Buffer.from(text, 'utf8');
    if (plain.length > longestFactBytes) throw new VoxkeepError('recording.fact-length', { bytes: plain.length });
    const bytes = Buffer.alloc(xaesNonceBytes + plain.length + xaesTagBytes);
    this.#series ??= XaesSeries.begin(this.#key);
    this.#series.sealInto(bytes, 0, plain, this.#associatedData());
    plain.fill(0);
    const [nonce, sealed] = [bytes.subarray(0, xaesNonceBytes), bytes.subarray(xaesNonceBytes)];
    this.#follow(sealed);
    const { recordingId, owner } = { recordingId: this.#recordingId, owner: this.#owner };
    return encodeJournalRecord({ kind: 'fact', recordingId, owner, number: this.#number, nonce, sealed });
  }

  /** Opens the next fact. Throws `recording.fact-order` for another number, `xaes.not-authentic` when it is not as sealed. */
  open(record: FactRecord): string {
    if (record.number !== this.#number + 1) throw new VoxkeepError('recording.fact-order', { number: record.number });
    const text = xaesOpen(this.#key, record.nonce, record.sealed, this.#associatedData()).toString('utf8');
    this.#follow(record.sealed);
    return text;
  }

  #follow(sealed: Buffer): void {
    this.#number += 1;
    this.#link = Buffer.from(sealed.subarray(-xaesTagBytes));
  }

  #associatedData(): Buffer {
    const ids = [uuidBytes(this.#recordingId), uuidBytes(this.#owner)];
    return Buffer.concat([label, ...ids, numberField(this.#number + 1), this.#link]);
  }
}

/** Begins the chain of a call, to write it or to read it from its first fact on. Throws `recording.key-length`. */
export function beginFactChain(terms: FactChainTerms): FactChain {
  return new FactChain(terms);
}

export type { FactChain };
