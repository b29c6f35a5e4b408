import type { FileHandle } from 'node:fs/promises';
import { VoxkeepError } from '@voxkeep/contracts';

/** A vault file open for reading at any position. */
export class VaultReader {
  constructor(
    private readonly handle: FileHandle,
    /** Size of the file when it was opened. */
    readonly bytes: number,
    /** Whether the file was completed (read-only); an unfinished one is a recording that was cut off. */
    readonly finished: boolean,
  ) {}

  /** Reads exactly `length` bytes from `position`. Throws `vault.read-beyond-end` when the file has fewer. */
  async read(position: number, length: number): Promise<Buffer> {
    const bytes = Buffer.allocUnsafe(length);
    let filled = 0;
    while (filled < length) {
      const { bytesRead } = await this.handle.read(bytes, filled, length - filled, position + filled);
      if (bytesRead === 0) throw new VoxkeepError('vault.read-beyond-end', { position, length });
      filled += bytesRead;
    }
    return bytes;
  }

  /** Releases the descriptor. */
  async close(): Promise<void> {
    await this.handle.close();
  }
}
