import { createHash } from 'node:crypto';

export const hashBytes = 32;

/** SHA-256 over the parts, one after the other. */
export function sha256(...parts: readonly (Uint8Array | string)[]): Buffer {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
}

const leafPrefix = Buffer.of(0x00);
const nodePrefix = Buffer.of(0x01);

/** RFC 9162 §2.1.1: the hash of a leaf's data. */
export function leafHash(data: Uint8Array): Buffer {
  return sha256(leafPrefix, data);
}

/** RFC 9162 §2.1.1: the hash of two subtrees. */
export function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  return sha256(nodePrefix, left, right);
}

/** RFC 9162 §2.1.1: the root of a log without entries. */
export function emptyRoot(): Buffer {
  return sha256();
}
