import { createHash, type Hash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { VoxkeepError } from '@voxkeep/contracts';
import { systemCode } from './system-code.js';

/** A file that has been completed: its size and the SHA-512 (hex) of every byte written. */
export interface FinishedFile {
  readonly fileId: string;
  readonly bytes: number;
  readonly sha512: string;
}

/** The vault that a file lies in. */
interface FileHome {
  /** Makes the file's name survive a power cut. */
  syncFolders(): Promise<void>;
  /** Throws `vault.away` when another folder lies where the vault was: a file in it is none that anybody finds. */
  mustBeHere(): Promise<void>;
}

const readOnly = 0o440;

/**
 * A vault file being written. Appends run one after the other. After any failed write or fsync the file is broken for good: a
 * second fsync on the same descriptor may report success for pages the kernel has already dropped, so the way on is a new file.
 */
export class VaultFile {
  readonly #hash: Hash = createHash('sha512');
  #last: Promise<void> = Promise.resolve();
  #bytes = 0;
  #broken = false;
  #named = false;

  constructor(
    readonly fileId: string,
    private readonly handle: FileHandle,
    private readonly vault: FileHome,
  ) {}

  /** Whether a write or fsync failed; only {@link abandon} is possible then. */
  get broken(): boolean {
    return this.#broken;
  }

  /** Bytes written so far. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Appends bytes after all earlier ones. Throws `vault.file-broken`, with the operating system's code the first time. */
  append(bytes: Uint8Array): Promise<void> {
    return this.#afterEarlier(async () => {
      await writeAll(this.handle, bytes);
      this.#hash.update(bytes);
      this.#bytes += bytes.length;
    });
  }

  /** Brings everything appended so far onto the disk, the file's name included. Throws `vault.file-broken`. */
  sync(): Promise<void> {
    return this.#afterEarlier(async () => {
      await this.handle.datasync();
      if (!this.#named) await this.vault.syncFolders();
      await this.vault.mustBeHere();
      this.#named = true;
    });
  }

  /** Completes the file: read-only, durable, hashed. Throws `vault.file-broken`. */
  async finish(): Promise<FinishedFile> {
    await this.#afterEarlier(async () => {
      await this.handle.chmod(readOnly);
      await this.handle.sync();
      await this.vault.syncFolders();
      await this.vault.mustBeHere();
    });
    this.#broken = true;
    await this.handle.close();
    return { fileId: this.fileId, bytes: this.#bytes, sha512: this.#hash.digest('hex') };
  }

  /** Lets go of the file as it is, without any fsync. Safe at any time, more than once. */
  async abandon(): Promise<void> {
    this.#broken = true;
    await this.#last.catch(() => undefined);
    await this.handle.close().catch(() => undefined);
  }

  #afterEarlier(step: () => Promise<void>): Promise<void> {
    const run = this.#last.then(() => this.#attempt(step));
    this.#last = run.catch(() => undefined);
    return run;
  }

  async #attempt(step: () => Promise<void>): Promise<void> {
    if (this.#broken) throw new VoxkeepError('vault.file-broken', { cause: 'earlier' });
    try {
      await step();
    } catch (failure) {
      this.#broken = true;
      throw new VoxkeepError('vault.file-broken', { cause: systemCode(failure) });
    }
  }
}

/** A write may take only a part (disk full, quota); go on until all is taken or the system refuses. */
async function writeAll(handle: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length;) {
    const { bytesWritten } = await handle.write(bytes, at, bytes.length - at);
    at += bytesWritten;
  }
}
