import { createSecretKey, type KeyObject } from 'node:crypto';
import { VoxkeepError } from '@voxkeep/contracts';
import { checkChunkIndex, commitmentBytes, saltBytes } from './chunk-layout.js';
import { hkdfExpand } from './hkdf-expand.js';

/** Bytes of every symmetric key here: AES-256. */
export const keyBytes = 32;
const nonceBytes = 12;
const label = Buffer.from('c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM\0', 'ascii');

/**
 * What one message is sealed with. The key is a KeyObject because a cipher is made from it ten times faster than from bytes
 * (1.7 µs against 18 µs a chunk); OpenSSL overwrites its memory when the last reference is gone, so holders drop theirs.
 */
export interface ChunkKeys {
  readonly key: KeyObject;
  readonly baseNonce: Buffer;
  readonly commitment: Buffer;
}

/**
 * Derives key, base nonce and commitment of one message (C2SP chunked-encryption v1, "Key derivation", SHA-512, AES-256-GCM).
 * Throws `recording.key-length` or `recording.salt-length`.
 */
export function deriveChunkKeys(inputKey: Uint8Array, salt: Uint8Array, context: Uint8Array): ChunkKeys {
  if (inputKey.length !== keyBytes) throw new VoxkeepError('recording.key-length', { bytes: inputKey.length });
  if (salt.length !== saltBytes) throw new VoxkeepError('recording.salt-length', { bytes: salt.length });
  const material = hkdfExpand(inputKey, Buffer.concat([label, salt, context]), keyBytes + nonceBytes + commitmentBytes);
  const key = createSecretKey(material.subarray(0, keyBytes));
  material.fill(0, 0, keyBytes);
  const baseNonce = material.subarray(keyBytes, keyBytes + nonceBytes);
  return { key, baseNonce, commitment: material.subarray(keyBytes + nonceBytes) };
}

/** Base nonce XOR the chunk number as a big-endian integer of the nonce's width ("AEAD usage"). */
export function chunkNonce(baseNonce: Buffer, index: number): Buffer {
  checkChunkIndex(index);
  const nonce = Buffer.from(baseNonce);
  const high = Math.floor(index / 2 ** 32);
  nonce.writeUInt8(nonce.readUInt8(7) ^ high, 7);
  nonce.writeUInt32BE((nonce.readUInt32BE(8) ^ (index % 2 ** 32)) >>> 0, 8);
  return nonce;
}
