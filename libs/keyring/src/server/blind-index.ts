import { createHmac } from 'node:crypto';
import type { IndexKind } from '../protocol/clients.js';

const indexBytes = 16;
const tailMask = 0x03ff;

/**
 * Keyed fingerprint of a normalised term: HMAC-SHA-256 cut to 16 bytes; for trailing digits to 10 bits in 2 bytes (big-endian), few
 * enough that one index never tells one number. Same key and term, same index.
 */
export function blindIndex(indexKey: Buffer, kind: IndexKind, value: string): Buffer {
  const full = createHmac('sha256', indexKey).update(value, 'utf8').digest();
  if (kind !== 'phone-tail') return full.subarray(0, indexBytes);
  const tail = Buffer.alloc(2);
  tail.writeUInt16BE(full.readUInt16BE(0) & tailMask);
  return tail;
}
