import { VoxkeepError } from '@voxkeep/contracts';

/** Plaintext bytes of every chunk but the last. */
export const chunkBytes = 16_384;
/** AES-GCM tag after each chunk. */
export const tagBytes = 16;
/** Bytes of a full chunk on disk. */
export const sealedChunkBytes = chunkBytes + tagBytes;
/** Random salt at the start of a message. */
export const saltBytes = 24;
/** Key commitment after the salt. */
export const commitmentBytes = 32;
/** Salt and commitment together. */
export const messageHeaderBytes = saltBytes + commitmentBytes;
/** The specification's ceiling: 2³⁸ chunks, 4 PiB. */
export const chunkLimit = 2 ** 38;

/** Offset of sealed chunk `index` from the start of the message (salt included). */
export function chunkOffset(index: number): number {
  return messageHeaderBytes + index * sealedChunkBytes;
}

/** Which chunk holds plaintext octet `octet`, and where in it. */
export function locateOctet(octet: number): { readonly chunk: number; readonly at: number } {
  return { chunk: Math.floor(octet / chunkBytes), at: octet % chunkBytes };
}

/** Bytes that a message of `octets` plaintext bytes occupies, salt, commitment and tags included. */
export function messageBytes(octets: number): number {
  return messageHeaderBytes + octets + tagBytes * (Math.floor(octets / chunkBytes) + 1);
}

/** What a message of `sealed` bytes holds by its length alone; `undefined` when no message has that length (it is cut or grown). */
export function measureMessage(sealed: number): { readonly fullChunks: number; readonly octets: number } | undefined {
  const body = sealed - messageHeaderBytes;
  if (body < tagBytes) return undefined;
  const fullChunks = Math.floor(body / sealedChunkBytes);
  const last = body - fullChunks * sealedChunkBytes;
  if (last < tagBytes) return undefined;
  return { fullChunks, octets: fullChunks * chunkBytes + last - tagBytes };
}

/** Refuses a chunk index outside 0 … 2³⁸ − 1 with `recording.chunk-index`. */
export function checkChunkIndex(index: number): void {
  if (!Number.isInteger(index) || index < 0 || index >= chunkLimit) throw new VoxkeepError('recording.chunk-index', { index });
}
