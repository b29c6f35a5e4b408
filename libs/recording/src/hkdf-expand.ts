import { createHmac } from 'node:crypto';

const hashBytes = 64;

/**
 * HKDF-Expand with SHA-512 (RFC 5869 §2.3), without the extract step: `pseudoRandomKey` must already be uniformly random.
 * Returns `length` bytes, at most 255 × 64. Node's own hkdf always extracts first, hence these few lines.
 */
export function hkdfExpand(pseudoRandomKey: Uint8Array, info: Uint8Array, length: number): Buffer {
  const blocks: Buffer[] = [];
  let previous: Buffer = Buffer.alloc(0);
  for (let counter = 1; blocks.length * hashBytes < length; counter += 1) {
    previous = createHmac('sha512', pseudoRandomKey).update(previous).update(info).update(Uint8Array.of(counter)).digest();
    blocks.push(previous);
  }
  return Buffer.concat(blocks, blocks.length * hashBytes).subarray(0, length);
}
