import { createHmac } from 'node:crypto';
import type { IndexKind } from '../protocol/clients.js';

const indexBytes = 16;
/** How many bits an index in 2 bytes keeps. */
const bits = { 'phone-tail': 10, name: 14 } as const;

/**
 * Keyed fingerprint of a normalised term: HMAC-SHA-256 cut to 16 bytes; for trailing digits to 10 bits and for
 * names to 14 bits in 2 bytes (big-endian), few enough that one index never tells one number or person. Same key and term, same index.
 */
export function blindIndex(indexKey: Buffer, kind: IndexKind, value: string): Buffer {
  const full = createHmac('sha256', indexKey).update(value, 'utf8').digest();
  if (kind !== 'phone-tail' && kind !== 'name') return full.subarray(0, indexBytes);
  const short = Buffer.alloc(2);
  short.writeUInt16BE(full.readUInt16BE(0) & ((1 << bits[kind]) - 1));
  return short;
}
