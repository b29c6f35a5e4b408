import { mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { VoxkeepError } from '@voxkeep/contracts';
import { diagnostics } from '../diagnostics/diagnostics.js';
import { vaultAway, vaultBack } from '../diagnostics/platform-events.js';
import { diskTrouble, type DiskTrouble } from './disk-trouble.js';
import { syncFolder } from './durable-folder.js';
import { tryFolder } from './try-folder.js';
import { freeBytesOf } from './free-bytes.js';
import { systemCode } from './system-code.js';
import { VaultFile } from './vault-file.js';
import { isVaultId, vaultFolders } from './vault-id.js';
import { VaultMark, type VaultState } from './vault-mark.js';
import { VaultReader } from './vault-reader.js';

/** How a vault is set up. */
export interface VaultOptions {
  /** Free bytes below which no new recording is begun; 1 GiB unless given. */
  readonly watermarkBytes?: number;
  /** File that remembers which vault is the one of this site; without it, or while it is not there, it is the one in the folder. */
  readonly rememberedAt?: string | undefined;
  /** Opens a file; node's own unless a test puts a failing disk underneath. */
  readonly open?: typeof open;
}

/** A file found in the vault; an unfinished one was cut off while being written, or is being written now. */
export interface VaultEntry {
  readonly fileId: string;
  readonly bytes: number;
  readonly finished: boolean;
}

/** What keeps a vault from taking files. */
export type VaultTrouble = `vault.${Exclude<VaultState, 'here'> | DiskTrouble}`;

const ownerWritable = 0o200;
const outerFolder = /^[0-9a-f]{2}$/;

/**
 * The vault on a filesystem: write-once files named by random ids, two folder levels deep, never renamed, never reopened for
 * writing. It stores bytes and knows nothing of what they mean.
 */
export class VaultStore {
  readonly #root: string;
  readonly #watermarkBytes: number;
  readonly #open: typeof open;
  readonly #mark: VaultMark;
  #told: VaultState = 'here';
  #trouble: VaultTrouble | undefined;

  private constructor(root: string, mark: VaultMark, { watermarkBytes = 2 ** 30, open: opened = open }: VaultOptions) {
    this.#root = root;
    this.#mark = mark;
    this.#watermarkBytes = watermarkBytes;
    this.#open = opened;
  }

  /**
   * Opens the vault at `root`. One that is remembered may be away: every call then throws `vault.away`, until it is back. Where none is
   * remembered the folder (mode 0700) and its mark are made when they are absent.
   */
  static async create(root: string, options: VaultOptions = {}): Promise<VaultStore> {
    return new VaultStore(root, await VaultMark.of(root, options.rememberedAt), options);
  }

  /** What lies where the vault is to be. Told in the log when it changes. Never throws. */
  async state(): Promise<VaultState> {
    const state = await this.#mark.state();
    if (state !== this.#told && state !== 'here') diagnostics.record(vaultAway, { state });
    if (state !== this.#told && state === 'here') diagnostics.record(vaultBack, {});
    this.#told = state;
    return state;
  }

  /** Throws `vault.away` when the vault is not where it is to be. */
  async mustBeHere(): Promise<void> {
    const state = await this.state();
    if (state !== 'here') throw new VoxkeepError('vault.away', { state });
  }

  /**
   * Begins the file `fileId` (random v4). Throws `vault.id`, `vault.file-exists`: a name is used once, and `vault.away`: what another
   * folder took would lie under the mount once that is back.
   */
  async beginFile(fileId: string): Promise<VaultFile> {
    const { outer, inner, file } = vaultFolders(this.#root, fileId);
    await this.mustBeHere();
    await mkdir(inner, { recursive: true, mode: 0o700 });
    const handle = await this.#open(file, 'wx', 0o600).catch((failure: unknown) => {
      throw systemCode(failure) === 'EEXIST' ? new VoxkeepError('vault.file-exists') : failure;
    });
    // The mount may have gone since it was looked at.
    await this.mustBeHere().catch(async (away: unknown) => {
      await handle.close();
      throw away;
    });
    const syncFolders = async (): Promise<void> => {
      for (const folder of [inner, outer, this.#root]) await syncFolder(folder);
    };
    return new VaultFile(fileId, handle, { syncFolders, mustBeHere: () => this.mustBeHere() });
  }

  /** Opens a file for reading; `undefined` when the vault does not hold it. Throws `vault.away` when that is not known. */
  async openForRead(fileId: string): Promise<VaultReader | undefined> {
    const handle = await this.#open(vaultFolders(this.#root, fileId).file, 'r').catch(absentIsUndefined);
    await this.mustBeHere().catch(async (away: unknown) => {
      await handle?.close();
      throw away;
    });
    if (!handle) return undefined;
    const { size, mode } = await handle.stat();
    return new VaultReader(handle, size, (mode & ownerWritable) === 0);
  }

  /**
   * Removes a file for good; says whether it was there. The removal survives a power cut. Throws `vault.away` when another folder
   * lies where the vault was, as without its mount: what is not there is then not known to be gone.
   */
  async remove(fileId: string): Promise<boolean> {
    const { inner, file } = vaultFolders(this.#root, fileId);
    await this.mustBeHere();
    try {
      await rm(file);
    } catch (failure) {
      if (systemCode(failure) !== 'ENOENT') throw failure;
      await this.mustBeHere();
      return false;
    }
    await syncFolder(inner);
    return true;
  }

  /** Every file, in the order of names. Reads folder by folder, so it may run over a large vault. Throws `vault.away`, also at its end. */
  async *list(): AsyncGenerator<VaultEntry> {
    await this.mustBeHere();
    for (const outer of await namesIn(this.#root)) {
      for (const inner of await namesIn(join(this.#root, outer))) yield* this.#listFolder(join(this.#root, outer, inner));
    }
    await this.mustBeHere();
  }

  /** Whether no file was ever begun here: folders stay when their files go. Throws `vault.away`. */
  async isBare(): Promise<boolean> {
    await this.mustBeHere();
    return !(await namesIn(this.#root)).some((name) => outerFolder.test(name));
  }

  /** Bytes that this process may still write on the vault's filesystem. */
  freeBytes(): Promise<number> {
    return freeBytesOf(this.#root);
  }

  /** Whether the vault is there with room above the watermark to begin new recordings (else the recorder answers 503). */
  async hasRoom(): Promise<boolean> {
    const trouble = (await this.#away()) ?? ((await this.freeBytes()) > this.#watermarkBytes ? undefined : 'vault.no-room');
    if (trouble) this.#trouble = trouble;
    return !trouble;
  }

  /** Whether there is room, and a file can be written, made durable and removed. Never throws. */
  async takesFiles(): Promise<boolean> {
    this.#trouble = await this.#lookForTrouble();
    return this.#trouble === undefined;
  }

  /** What kept the vault from taking files when that was looked at last; to be asked of one that takes none. */
  get trouble(): VaultTrouble | undefined {
    return this.#trouble;
  }

  /** The file that is tried lies in the root: it is none of the vault's files, and a bare vault stays one. */
  async #lookForTrouble(): Promise<VaultTrouble | undefined> {
    const away = await this.#away();
    if (away !== undefined) return away;
    try {
      if (!(await this.hasRoom())) return (await this.#away()) ?? 'vault.no-room';
      await tryFolder(this.#root, this.#open);
    } catch (failure) {
      return (await this.#away()) ?? `vault.${diskTrouble(systemCode(failure))}`;
    }
    return this.#away();
  }

  async #away(): Promise<VaultTrouble | undefined> {
    const state = await this.state();
    return state === 'here' ? undefined : `vault.${state}`;
  }

  async *#listFolder(folder: string): AsyncGenerator<VaultEntry> {
    for (const name of await namesIn(folder)) {
      const entry = isVaultId(name) ? await this.#describe(name) : undefined;
      if (entry) yield entry;
    }
  }

  async #describe(fileId: string): Promise<VaultEntry | undefined> {
    const found = await stat(vaultFolders(this.#root, fileId).file).catch(absentIsUndefined);
    return found && { fileId, bytes: found.size, finished: (found.mode & ownerWritable) === 0 };
  }
}

async function namesIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((failure: unknown) => {
    if (['ENOENT', 'ENOTDIR'].includes(systemCode(failure))) return [];
    throw failure;
  });
  return names.sort();
}

function absentIsUndefined(failure: unknown): undefined {
  if (systemCode(failure) !== 'ENOENT') throw failure;
}
