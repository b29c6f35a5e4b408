import { VoxkeepError } from '@voxkeep/contracts';
import { emptyRoot, nodeHash } from './hashing.js';
import { consistencyRanges, inclusionRanges, largestPowerBelow } from './proof-ranges.js';

/**
 * A whole log in memory, for proofs: about 64 bytes of hashes a leaf. `levels[h][i]` is the root of the complete subtree of
 * 2^h leaves that is the i-th of its height, so that any root or proof needs O(log n) further hashes.
 */
export class MerkleTree {
  readonly #levels: Buffer[][] = [[]];

  /** From leaf hashes in the order of the log. */
  constructor(leafHashes: Iterable<Buffer> = []) {
    for (const hash of leafHashes) this.append(hash);
  }

  get size(): number {
    return this.#levels[0]?.length ?? 0;
  }

  append(leafHash: Buffer): void {
    let hash = leafHash;
    for (let height = 0; ; height += 1) {
      const level = (this.#levels[height] ??= []);
      level.push(hash);
      const left = level.at(-2);
      if (level.length % 2 === 1 || !left) return;
      hash = nodeHash(left, hash);
    }
  }

  /** MTH of the first `size` leaves (RFC 9162 §2.1.1). Throws `log.size` beyond the log. */
  root(size = this.size): Buffer {
    this.#demand(size >= 0 && size <= this.size, size);
    return size === 0 ? emptyRoot() : this.#rangeRoot(0, size);
  }

  /** PATH(index, D[size]) of RFC 9162 §2.1.3.1, from the leaf upwards. Throws `log.size` for an index outside. */
  inclusionProof(index: number, size = this.size): Buffer[] {
    this.#demand(size <= this.size && index >= 0 && index < size, size);
    return inclusionRanges(index, size).map(({ from, to }) => this.#rangeRoot(from, to));
  }

  /** PROOF(first, D[second]) of RFC 9162 §2.1.4.1; empty when the sizes are equal. Throws `log.size` unless 0 < first ≤ second. */
  consistencyProof(first: number, second = this.size): Buffer[] {
    this.#demand(second <= this.size && first > 0 && first <= second, first);
    return consistencyRanges(first, second).map(({ from, to }) => this.#rangeRoot(from, to));
  }

  #rangeRoot(from: number, to: number): Buffer {
    const width = to - from;
    const height = Math.ceil(Math.log2(width));
    const known = 2 ** height === width ? this.#levels[height]?.[from / width] : undefined;
    if (known) return known;
    const middle = from + largestPowerBelow(width);
    return nodeHash(this.#rangeRoot(from, middle), this.#rangeRoot(middle, to));
  }

  #demand(held: boolean, size: number): void {
    if (!held) throw new VoxkeepError('log.size', { size, log: this.size });
  }
}
