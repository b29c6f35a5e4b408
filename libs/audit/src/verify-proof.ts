import { nodeHash } from './hashing.js';

/** A position in a log of a known size and root. */
export interface Inclusion {
  readonly index: number;
  readonly size: number;
  readonly leafHash: Buffer;
  readonly root: Buffer;
}

/** RFC 9162 §2.1.3.2: whether `proof` leads from the leaf to the root. */
export function verifyInclusion({ index, size, leafHash, root }: Inclusion, proof: readonly Buffer[]): boolean {
  if (!Number.isSafeInteger(index) || index < 0 || index >= size) return false;
  const sides = siblingSides(index, size - 1, proof.length);
  if (!sides) return false;
  const climbed = proof.reduce(
    (hash, sibling, i) => (sides[i] === 'left' ? nodeHash(sibling, hash) : nodeHash(hash, sibling)),
    leafHash,
  );
  return climbed.equals(root);
}

/** A log at two times. */
export interface Growth {
  readonly first: number;
  readonly second: number;
  readonly firstRoot: Buffer;
  readonly secondRoot: Buffer;
}

/** RFC 9162 §2.1.4.2: whether the second log only added to the first. */
export function verifyConsistency(growth: Growth, proof: readonly Buffer[]): boolean {
  const { first, second, firstRoot, secondRoot } = growth;
  if (![first, second].every(Number.isSafeInteger) || first <= 0 || first > second) return false;
  if (first === second) return proof.length === 0 && firstRoot.equals(secondRoot);
  return proof.length > 0 && leadsToBoth(growth, proof);
}

function leadsToBoth({ first, second, firstRoot, secondRoot }: Growth, proof: readonly Buffer[]): boolean {
  const [start = firstRoot, ...path] = isPowerOfTwo(first) ? [firstRoot, ...proof] : proof;
  let [fn, sn] = [first - 1, second - 1];
  while (fn % 2 === 1) [fn, sn] = [half(fn), half(sn)];
  const sides = siblingSides(fn, sn, path.length);
  if (!sides) return false;
  const after = path.reduce(
    (hash, sibling, i) => (sides[i] === 'left' ? nodeHash(sibling, hash) : nodeHash(hash, sibling)),
    start,
  );
  const before = path.reduce((hash, sibling, i) => (sides[i] === 'left' ? nodeHash(sibling, hash) : hash), start);
  return before.equals(firstRoot) && after.equals(secondRoot);
}

/**
 * On which side the siblings of a path of `steps` hashes stand, for node fn of a tree whose last node is sn; undefined when the
 * path is too long or too short to end at the root.
 */
function siblingSides(fn: number, sn: number, steps: number): ('left' | 'right')[] | undefined {
  const sides: ('left' | 'right')[] = [];
  let [node, last] = [fn, sn];
  while (sides.length < steps) {
    if (last === 0) return undefined;
    const isRight = node % 2 === 1 || node === last;
    sides.push(isRight ? 'left' : 'right');
    while (isRight && node % 2 === 0 && node !== 0) [node, last] = [half(node), half(last)];
    [node, last] = [half(node), half(last)];
  }
  return last === 0 ? sides : undefined;
}

/** A shift by one that also holds above 2³¹. */
function half(n: number): number {
  return Math.floor(n / 2);
}

function isPowerOfTwo(n: number): boolean {
  let odd = n;
  while (odd % 2 === 0) odd /= 2;
  return odd === 1;
}
