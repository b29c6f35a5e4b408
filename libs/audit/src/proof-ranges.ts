/** The leaves `from` … `to` - 1, whose root is one hash of a proof. */
export interface LeafRange {
  readonly from: number;
  readonly to: number;
}

/** A complete subtree: the `index`-th of 2^height leaves. */
export interface Subtree {
  readonly height: number;
  readonly index: number;
}

/** The ranges whose roots are PATH(index, D[size]) of RFC 9162 §2.1.3.1, from the leaf upwards; 0 ≤ index < size. */
export function inclusionRanges(index: number, size: number): LeafRange[] {
  const ranges: LeafRange[] = [];
  for (let from = 0, to = size; to - from > 1;) {
    const middle = from + largestPowerBelow(to - from);
    ranges.push(index < middle ? { from: middle, to } : { from, to: middle });
    [from, to] = index < middle ? [from, middle] : [middle, to];
  }
  return ranges.reverse();
}

/** The ranges whose roots are PROOF(first, D[second]) of RFC 9162 §2.1.4.1; 0 < first ≤ second. */
export function consistencyRanges(first: number, second: number): LeafRange[] {
  const ranges: LeafRange[] = [];
  let [from, to] = [0, second];
  while (first < to) {
    const middle = from + largestPowerBelow(to - from);
    ranges.push(first <= middle ? { from: middle, to } : { from, to: middle });
    [from, to] = first <= middle ? [from, middle] : [middle, to];
  }
  if (from > 0) ranges.push({ from, to });
  return ranges.reverse();
}

/** A range of a proof as complete subtrees, from left to right and of falling height. */
export function subtreesOf({ from, to }: LeafRange): Subtree[] {
  const subtrees: Subtree[] = [];
  for (let at = from; at < to;) {
    const width = largestPowerBelow(to - at + 1);
    subtrees.push({ height: Math.log2(width), index: at / width });
    at += width;
  }
  return subtrees;
}

/** k of RFC 9162 §2.1.1: the largest power of two smaller than n, n > 1. */
export function largestPowerBelow(n: number): number {
  let power = 1;
  while (power * 2 < n) power *= 2;
  return power;
}
