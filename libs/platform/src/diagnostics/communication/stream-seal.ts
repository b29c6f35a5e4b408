import {
  createHash,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  randomBytes,
  type KeyObject,
} from 'node:crypto';
import { VoxkeepError } from '@voxkeep/contracts';
import { xaesNonceBytes, xaesOpen, xaesSeal } from '@voxkeep/personal-data';

/**
 * A stream is sealed to the one-time key pair of its grant: whoever writes holds the public half and cannot read back a line.
 *
 * File: `VXD1` | ephemeral X25519 key 32 | frames. Frame: length 4 (big-endian) | nonce 24 | ciphertext | tag 16, sealed with
 * XAES-256-GCM under HKDF-SHA-512(shared secret, salt = SHA-256(head), "voxkeep communication stream"); associated data =
 * SHA-256(head) | index of the frame 8. Frames are only ever appended; one that is moved, left out or of another file does not open.
 */
const magic = Buffer.from('VXD1');
const rawKeyBytes = 32;
export const headBytes = magic.length + rawKeyBytes;
const info = 'voxkeep communication stream';
const spkiHead = Buffer.from('302a300506032b656e032100', 'hex');
const pkcs8Head = Buffer.from('302e020100300506032b656e04220420', 'hex');

/** Both halves of a one-time key, 32 bytes each (RFC 7748). */
export interface StreamKeyPair {
  readonly publicKey: Buffer;
  readonly privateKey: Buffer;
}

/** Makes the one-time key of a grant. */
export function newStreamKeyPair(): StreamKeyPair {
  const { publicKey, privateKey } = generateKeyPairSync('x25519');
  return {
    publicKey: publicKey.export({ format: 'der', type: 'spki' }).subarray(spkiHead.length),
    privateKey: privateKey.export({ format: 'der', type: 'pkcs8' }).subarray(pkcs8Head.length),
  };
}

/** Seals the frames of one file in their order. */
export class FrameSealer {
  readonly head: Buffer;
  readonly #key: Buffer;
  readonly #bound: Buffer;
  #next = 0n;

  constructor(publicKey: Buffer) {
    const own = newStreamKeyPair();
    this.head = Buffer.concat([magic, own.publicKey]);
    this.#bound = createHash('sha256').update(this.head).digest();
    this.#key = agree(privateKeyOf(own.privateKey), publicKeyOf(publicKey), this.#bound);
    own.privateKey.fill(0);
  }

  /** The next frame, ready to be appended. */
  seal(line: Buffer): Buffer {
    const nonce = randomBytes(xaesNonceBytes);
    const sealed = xaesSeal(this.#key, nonce, line, boundTo(this.#bound, this.#next));
    this.#next += 1n;
    const length = Buffer.alloc(4);
    length.writeUInt32BE(nonce.length + sealed.length);
    return Buffer.concat([length, nonce, sealed]);
  }

  /** Overwrites the key; nothing can be sealed any more. */
  close(): void {
    this.#key.fill(0);
  }
}

/** The lines of a file. `torn`: it ends in the middle of a frame, as after a crash. Throws `stream.unreadable`. */
export function openStream(file: Buffer, privateKey: Buffer): { readonly lines: readonly Buffer[]; readonly torn: boolean } {
  if (file.length < headBytes || !file.subarray(0, magic.length).equals(magic))
    throw new VoxkeepError('stream.unreadable', { frame: -1 });
  const head = file.subarray(0, headBytes);
  const bound = createHash('sha256').update(head).digest();
  const key = agree(privateKeyOf(privateKey), publicKeyOf(head.subarray(magic.length)), bound);
  const lines: Buffer[] = [];
  let at = headBytes;
  while (at + 4 <= file.length) {
    const end = at + 4 + file.readUInt32BE(at);
    if (end > file.length) break;
    lines.push(openFrame(key, file.subarray(at + 4, end), bound, lines.length));
    at = end;
  }
  key.fill(0);
  return { lines, torn: at !== file.length };
}

function openFrame(key: Buffer, frame: Buffer, bound: Buffer, index: number): Buffer {
  try {
    return xaesOpen(key, frame.subarray(0, xaesNonceBytes), frame.subarray(xaesNonceBytes), boundTo(bound, BigInt(index)));
  } catch {
    throw new VoxkeepError('stream.unreadable', { frame: index });
  }
}

function boundTo(bound: Buffer, index: bigint): Buffer {
  const place = Buffer.alloc(8);
  place.writeBigUInt64BE(index);
  return Buffer.concat([bound, place]);
}

function agree(privateKey: KeyObject, publicKey: KeyObject, salt: Buffer): Buffer {
  const shared = diffieHellman({ privateKey, publicKey });
  const key = Buffer.from(hkdfSync('sha512', shared, salt, info, rawKeyBytes));
  shared.fill(0);
  return key;
}

function publicKeyOf(raw: Buffer): KeyObject {
  return createPublicKey({ key: Buffer.concat([spkiHead, raw]), format: 'der', type: 'spki' });
}

function privateKeyOf(raw: Buffer): KeyObject {
  return createPrivateKey({ key: Buffer.concat([pkcs8Head, raw]), format: 'der', type: 'pkcs8' });
}
