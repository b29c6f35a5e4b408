import { createCipheriv, randomBytes } from 'node:crypto';
import { VoxkeepError } from '@voxkeep/contracts';
import { type ChunkKeys, chunkNonce, deriveChunkKeys } from './chunk-keys.js';
import { chunkBytes, saltBytes } from './chunk-layout.js';

/**
 * Seals one message chunk by chunk, each index once. Knows nothing of consent, so the library's door does not export it:
 * audio reaches it through `SegmentSealer` (live grant) or `SegmentRebuild` (already sealed material) only.
 */
export class ChunkSealer {
  /** Salt and commitment, 56 bytes: what the message starts with. */
  readonly header: Buffer;
  #keys: ChunkKeys | undefined;
  #next = 0;

  private constructor(keys: ChunkKeys, salt: Buffer) {
    this.#keys = keys;
    this.header = Buffer.concat([salt, keys.commitment]);
  }

  /** `salt` is fresh and random except in the published vectors: a repeated salt under one key would repeat nonces. */
  static begin(inputKey: Uint8Array, context: Uint8Array, salt: Buffer = randomBytes(saltBytes)): ChunkSealer {
    return new ChunkSealer(deriveChunkKeys(inputKey, salt, context), salt);
  }

  /** Seals the next full chunk: 16,384 bytes in, 16,400 out. Throws `recording.chunk-length` and `recording.message-ended`. */
  chunk(full: Uint8Array): Buffer {
    if (full.length !== chunkBytes) throw new VoxkeepError('recording.chunk-length', { bytes: full.length });
    return this.#seal(full);
  }

  /** Seals what is left (0 … 16,383 bytes), ends the message and lets go of the keys. */
  last(rest: Uint8Array): Buffer {
    if (rest.length >= chunkBytes) throw new VoxkeepError('recording.chunk-length', { bytes: rest.length });
    const sealed = this.#seal(rest);
    this.discard();
    return sealed;
  }

  /** Ends without a last chunk (the message stays recognisably cut) and lets go of the keys. */
  discard(): void {
    this.#keys = undefined;
  }

  #seal(plaintext: Uint8Array): Buffer {
    if (!this.#keys) throw new VoxkeepError('recording.message-ended');
    const cipher = createCipheriv('aes-256-gcm', this.#keys.key, chunkNonce(this.#keys.baseNonce, this.#next));
    this.#next += 1;
    const body = cipher.update(plaintext);
    cipher.final();
    return Buffer.concat([body, cipher.getAuthTag()]);
  }
}
