import { createDecipheriv, timingSafeEqual } from 'node:crypto';
import { VoxkeepError } from '@voxkeep/contracts';
import { type ChunkKeys, chunkNonce, deriveChunkKeys } from './chunk-keys.js';
import { chunkOffset, measureMessage, messageHeaderBytes, saltBytes, sealedChunkBytes, tagBytes } from './chunk-layout.js';

/** Opens single chunks of one message in any order, after the commitment has been checked. */
export class ChunkOpener {
  #keys: ChunkKeys | undefined;

  private constructor(keys: ChunkKeys) {
    this.#keys = keys;
  }

  /**
   * `header` is the first 56 bytes of the message. Throws `recording.header-length`, `recording.key-length`, and
   * `recording.commitment-mismatch` when key, context or header are not the ones the message was sealed with.
   */
  static from(inputKey: Uint8Array, context: Uint8Array, header: Uint8Array): ChunkOpener {
    if (header.length !== messageHeaderBytes) throw new VoxkeepError('recording.header-length', { bytes: header.length });
    const keys = deriveChunkKeys(inputKey, header.subarray(0, saltBytes), context);
    if (timingSafeEqual(keys.commitment, header.subarray(saltBytes))) return new ChunkOpener(keys);
    throw new VoxkeepError('recording.commitment-mismatch');
  }

  /**
   * Opens the sealed chunk `index`; a full chunk has 16,400 bytes, the last one 16 … 16,399. Returns its plaintext.
   * Throws `recording.chunk-refused` when length, place or content is not as sealed; nothing of the plaintext is returned then. Throws
   * `recording.opener-released` after {@link release}.
   */
  open(index: number, sealed: Uint8Array, isLast: boolean): Buffer {
    const fits = isLast ? sealed.length >= tagBytes && sealed.length < sealedChunkBytes : sealed.length === sealedChunkBytes;
    if (!fits) throw new VoxkeepError('recording.chunk-refused', { index });
    if (!this.#keys) throw new VoxkeepError('recording.opener-released');
    const nonce = chunkNonce(this.#keys.baseNonce, index);
    const decipher = createDecipheriv('aes-256-gcm', this.#keys.key, nonce, { authTagLength: tagBytes });
    decipher.setAuthTag(sealed.subarray(sealed.length - tagBytes));
    const plaintext = decipher.update(sealed.subarray(0, sealed.length - tagBytes));
    try {
      decipher.final();
      return plaintext;
    } catch {
      plaintext.fill(0);
      throw new VoxkeepError('recording.chunk-refused', { index });
    }
  }

  /** Lets go of the keys; the opener opens nothing afterwards. */
  release(): void {
    this.#keys = undefined;
  }
}

/**
 * Opens a whole message held in memory. Throws `recording.message-length` when no message has this length, otherwise as
 * {@link ChunkOpener}. For long recordings open the chunks needed instead.
 */
export function openMessage(inputKey: Uint8Array, context: Uint8Array, message: Uint8Array): Buffer {
  const measured = measureMessage(message.length);
  if (!measured) throw new VoxkeepError('recording.message-length', { bytes: message.length });
  const opener = ChunkOpener.from(inputKey, context, message.subarray(0, messageHeaderBytes));
  try {
    const parts: Buffer[] = [];
    for (let index = 0; index <= measured.fullChunks; index += 1) {
      const isLast = index === measured.fullChunks;
      parts.push(opener.open(index, message.subarray(chunkOffset(index), isLast ? undefined : chunkOffset(index + 1)), isLast));
    }
    return Buffer.concat(parts, measured.octets);
  } finally {
    opener.release();
  }
}
