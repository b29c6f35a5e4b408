import { createHash } from 'node:crypto';

// RFC 9162 §2.1 written down as it stands there, as an oracle that shares nothing with the product.

const H = (...parts: readonly Uint8Array[]): Buffer => createHash('sha256').update(Buffer.concat(parts)).digest();
const split = (n: number): number => 2 ** Math.floor(Math.log2(n - 1));

/** MTH(D) over the data of the leaves. */
export function MTH(D: readonly Buffer[]): Buffer {
  if (D.length === 0) return H();
  if (D.length === 1) return H(Buffer.of(0), D[0] as Buffer);
  const k = split(D.length);
  return H(Buffer.of(1), MTH(D.slice(0, k)), MTH(D.slice(k)));
}

/** PATH(m, D). */
export function PATH(m: number, D: readonly Buffer[]): Buffer[] {
  if (D.length === 1) return [];
  const k = split(D.length);
  return m < k ? [...PATH(m, D.slice(0, k)), MTH(D.slice(k))] : [...PATH(m - k, D.slice(k)), MTH(D.slice(0, k))];
}

/** SUBPROOF(m, D, b); PROOF(m, D) is SUBPROOF(m, D, true). */
export function SUBPROOF(m: number, D: readonly Buffer[], b: boolean): Buffer[] {
  if (m === D.length) return b ? [] : [MTH(D)];
  const k = split(D.length);
  return m <= k
    ? [...SUBPROOF(m, D.slice(0, k), b), MTH(D.slice(k))]
    : [...SUBPROOF(m - k, D.slice(k), false), MTH(D.slice(0, k))];
}

/** The root that a path of inclusion leads to, from the root downwards; undefined when it is too short or too long. */
export function rootByPath(m: number, n: number, data: Buffer, path: readonly Buffer[]): Buffer | undefined {
  if (n === 1) return path.length === 0 ? H(Buffer.of(0), data) : undefined;
  const sibling = path.at(-1);
  if (sibling === undefined) return undefined;
  const k = split(n);
  const inner = m < k ? rootByPath(m, k, data, path.slice(0, -1)) : rootByPath(m - k, n - k, data, path.slice(0, -1));
  if (inner === undefined) return undefined;
  return m < k ? H(Buffer.of(1), inner, sibling) : H(Buffer.of(1), sibling, inner);
}

/** Data of `n` leaves, each different. */
export function entries(n: number): Buffer[] {
  return Array.from({ length: n }, (_, i) => Buffer.from(`entry ${String(i)}`));
}
