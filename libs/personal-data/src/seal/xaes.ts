import { createCipheriv, createDecipheriv, createSecretKey, randomBytes, type KeyObject } from 'node:crypto';
import { VoxkeepError } from '@voxkeep/contracts';

export const xaesKeyBytes = 32;
export const xaesNonceBytes = 24;
export const xaesTagBytes = 16;

/**
 * Seals with XAES-256-GCM (C2SP specification): 32-byte key, 24-byte nonce (random is safe), any associated data.
 * Returns ciphertext ‖ 16-byte tag. Throws `xaes.key-length` or `xaes.nonce-length`. Not key-committing.
 */
export function xaesSeal(key: Uint8Array, nonce24: Uint8Array, plaintext: Uint8Array, aad: Uint8Array): Buffer {
  const derived = deriveKey(key, nonce24);
  const cipher = createCipheriv('aes-256-gcm', createSecretKey(derived), nonce24.subarray(12), { authTagLength: xaesTagBytes });
  cipher.setAAD(aad);
  const body = cipher.update(plaintext);
  const tail = cipher.final();
  derived.fill(0);
  return Buffer.concat([body, tail, cipher.getAuthTag()]);
}

/**
 * Opens what {@link xaesSeal} made: `ctAndTag` = ciphertext ‖ 16-byte tag, same nonce and associated data.
 * Throws `xaes.not-authentic` when anything differs; nothing of the plaintext is returned then.
 */
export function xaesOpen(key: Uint8Array, nonce24: Uint8Array, ctAndTag: Uint8Array, aad: Uint8Array): Buffer {
  if (ctAndTag.length < xaesTagBytes) throw new VoxkeepError('xaes.not-authentic', { bytes: ctAndTag.length });
  const derived = deriveKey(key, nonce24);
  const split = ctAndTag.length - xaesTagBytes;
  const decipher = createDecipheriv('aes-256-gcm', createSecretKey(derived), nonce24.subarray(12), {
    authTagLength: xaesTagBytes,
  });
  decipher.setAAD(aad);
  decipher.setAuthTag(ctAndTag.subarray(split));
  const plaintext = decipher.update(ctAndTag.subarray(0, split));
  try {
    decipher.final();
    return plaintext;
  } catch {
    plaintext.fill(0);
    throw new VoxkeepError('xaes.not-authentic', { bytes: ctAndTag.length });
  } finally {
    derived.fill(0);
  }
}

const countedFrom = 20;
const mostCounted = 2 ** 32;
const tagLength = { authTagLength: xaesTagBytes };

/**
 * Seals message after message under one key, with one derivation for all of them: XAES derives the key of a message from the first half
 * of its nonce, and that half is drawn once here, at random, while the last four octets of the other half count. Each message is
 * XAES-256-GCM as {@link xaesOpen} and every other reader opens it.
 *
 * No nonce comes twice under a derived key: the count only rises, stands in memory alone and is never restored, so whoever goes on
 * after a restart, or seals under the same key beside this, has drawn another first half. Two of *n* such halves meet with a
 * probability of n² / 2⁹⁷; n is one for each time that a key is taken up, not one for each message.
 */
export class XaesSeries {
  readonly #nonce = Buffer.alloc(xaesNonceBytes);
  #derived: KeyObject | undefined;
  #count = 0;

  private constructor(key: Uint8Array) {
    randomBytes(xaesNonceBytes / 2).copy(this.#nonce);
    const derived = deriveKey(key, this.#nonce);
    this.#derived = createSecretKey(derived);
    derived.fill(0);
  }

  /** Derives from the key (32 bytes) and does not keep it. Throws `xaes.key-length`. */
  static begin(key: Uint8Array): XaesSeries {
    return new XaesSeries(key);
  }

  /**
   * Writes nonce ‖ ciphertext ‖ 16-byte tag into `target` from `at` on. Throws `xaes.series-ended` after {@link end} and after 2³²
   * messages, and then writes nothing.
   */
  sealInto(target: Buffer, at: number, plaintext: Uint8Array, aad: Uint8Array): void {
    if (!this.#derived || this.#count === mostCounted) throw new VoxkeepError('xaes.series-ended', { count: this.#count });
    this.#nonce.writeUInt32BE(this.#count, countedFrom);
    this.#count += 1;
    const cipher = createCipheriv('aes-256-gcm', this.#derived, this.#nonce.subarray(xaesNonceBytes / 2), tagLength);
    cipher.setAAD(aad);
    target.set(this.#nonce, at);
    target.set(cipher.update(plaintext), at + xaesNonceBytes);
    cipher.final();
    target.set(cipher.getAuthTag(), at + xaesNonceBytes + plaintext.length);
  }

  /** Lets go of the derived key, whose memory is overwritten with its last reference. */
  end(): void {
    this.#derived = undefined;
  }
}

/**
 * Key objects throughout: a cipher made from raw bytes costs 10 to 18 µs, one from a key object under 2 µs.
 * Kx = CMAC-based derivation of the specification: AES(M1 ⊕ K1) ‖ AES(M2 ⊕ K1), Mi = 0 i 'X' 0 ‖ N[:12].
 */
function deriveKey(key: Uint8Array, nonce24: Uint8Array): Buffer {
  if (key.length !== xaesKeyBytes) throw new VoxkeepError('xaes.key-length', { bytes: key.length });
  if (nonce24.length !== xaesNonceBytes) throw new VoxkeepError('xaes.nonce-length', { bytes: nonce24.length });
  const block = createCipheriv('aes-256-ecb', createSecretKey(key), null).setAutoPadding(false);
  const subkey = doubled(block.update(Buffer.alloc(16)));
  const input = Buffer.alloc(32);
  for (const counter of [1, 2]) {
    const at = (counter - 1) * 16;
    input.set([0, counter, 0x58, 0], at);
    input.set(nonce24.subarray(0, 12), at + 4);
    for (let i = 0; i < 16; i += 1) input.writeUInt8(input.readUInt8(at + i) ^ subkey.readUInt8(i), at + i);
  }
  return block.update(input);
}

/** Multiplication by x in GF(2^128), big-endian (NIST SP 800-38B §6.1). */
function doubled(value: Buffer): Buffer {
  const out = Buffer.alloc(16);
  let carry = 0;
  for (let i = 15; i >= 0; i -= 1) {
    const byte = value.readUInt8(i);
    out.writeUInt8(((byte << 1) & 0xff) | carry, i);
    carry = byte >> 7;
  }
  if (carry === 1) out.writeUInt8(out.readUInt8(15) ^ 0x87, 15);
  return out;
}
