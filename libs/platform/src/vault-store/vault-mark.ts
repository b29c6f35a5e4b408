import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { VoxkeepError } from '@voxkeep/contracts';
import { syncFolder } from './durable-folder.js';
import { systemCode } from './system-code.js';

/** Name of the mark in the root of a vault; no recording has such a name. */
export const markName = '.vault-mark';

/** What lies where the vault is to be: the vault, a folder without a mark (a mount that is away), another vault, or nothing readable. */
export type VaultState = 'here' | 'unmarked' | 'other' | 'unreachable';

const idPattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * A random id in the root of a vault, by which it is known again whatever device it comes back on. The file is read once, and again when
 * it is not the same file as before: to look whether the vault is there costs one stat.
 */
export class VaultMark {
  #known = '';

  private constructor(
    private readonly root: string,
    readonly id: string,
  ) {}

  /**
   * The mark that `rememberedAt` names, wherever that vault is now. Where none is remembered the folder is the vault: it is made when it
   * is absent, and marked when it has no mark, as that of a release that knew none. Throws `vault.mark-unreadable`: a mark that is there
   * and cannot be read may name another vault than the folder that lies there now.
   */
  static async of(root: string, rememberedAt?: string): Promise<VaultMark> {
    const remembered = rememberedAt === undefined ? undefined : await readId(rememberedAt);
    if (remembered !== undefined) return new VaultMark(root, remembered);
    await mkdir(root, { recursive: true, mode: 0o700 });
    const path = join(root, markName);
    return new VaultMark(root, (await readId(path)) ?? (await writeId(path, randomUUID())));
  }

  /** What lies in the folder now. Never throws. */
  async state(): Promise<VaultState> {
    try {
      const file = await fileAt(join(this.root, markName));
      if (file === undefined) return 'unmarked';
      if (file === this.#known) return 'here';
      if ((await textOf(join(this.root, markName))) !== this.id) return 'other';
      this.#known = file;
      return 'here';
    } catch {
      return 'unreachable';
    }
  }
}

/**
 * Remembers which vault is the one of this site, once and for all: later another folder in its place counts as none. To be called by one
 * program before all others. Answers what lies in the folder. Throws `vault.mark-unreadable`.
 */
export async function rememberVault(root: string, rememberedAt: string): Promise<VaultState> {
  const mark = await VaultMark.of(root, rememberedAt);
  if ((await readId(rememberedAt)) === undefined) await writeId(rememberedAt, mark.id);
  return mark.state();
}

/**
 * Begins a vault in a folder, under an id of its own, and remembers that one: should the vault until now come back, it is another.
 * Refused where that vault lies, and where the vault of another site does. To be called while no program has a vault open. Throws
 * `vault.not-remembered`, and has begun nothing then.
 */
export async function beginVault(root: string, rememberedAt: string): Promise<'begun' | 'remembered' | 'another'> {
  const id = await readId(join(root, markName));
  if (id !== undefined) return id === (await readId(rememberedAt)) ? 'remembered' : 'another';
  const path = join(root, markName);
  // Should this be cut off between the two, the mark that was laid names no vault of anybody, and can be removed.
  const begun = await writeId(path, randomUUID()).catch(async (failure: unknown) => {
    await rm(path, { force: true }).catch(() => undefined);
    throw failure;
  });
  await writeId(rememberedAt, begun).catch(async (failure: unknown) => {
    // Once the new id is remembered the vault is begun: its mark must stay, however durable the memory of it is.
    if ((await textOf(rememberedAt).catch(() => undefined)) === begun) return;
    await rm(path, { force: true }).catch(() => undefined);
    throw new VoxkeepError('vault.not-remembered', { file: rememberedAt, cause: systemCode(failure) });
  });
  return 'begun';
}

/** Which file lies at a path, by what no copy of it has as well; `undefined` when there is none. */
async function fileAt(path: string): Promise<string | undefined> {
  try {
    const { dev, ino, ctimeNs } = await stat(path, { bigint: true });
    return `${dev}:${ino}:${ctimeNs}`;
  } catch (failure) {
    if (systemCode(failure) === 'ENOENT') return undefined;
    throw failure;
  }
}

/**
 * `undefined` only where there is no file: whatever else is wrong with it, some vault was named there. It is written whole or not at all, so
 * that no power cut leaves one without an id.
 */
async function readId(path: string): Promise<string | undefined> {
  const id = await textOf(path).catch((failure: unknown) => {
    throw new VoxkeepError('vault.mark-unreadable', { file: path, cause: systemCode(failure) });
  });
  if (id !== undefined && !idPattern.test(id)) throw new VoxkeepError('vault.mark-unreadable', { file: path, cause: 'no-id' });
  return id;
}

async function textOf(path: string): Promise<string | undefined> {
  try {
    return (await readFile(path, 'latin1')).trim();
  } catch (failure) {
    if (systemCode(failure) === 'ENOENT') return undefined;
    throw failure;
  }
}

/** Whole and durable, or not at all. */
async function writeId(path: string, id: string): Promise<string> {
  const draft = `${path}.new`;
  try {
    await writeFile(draft, `${id}\n`, { mode: 0o600, flush: true });
    await rename(draft, path);
  } catch (failure) {
    await rm(draft, { force: true }).catch(() => undefined);
    throw failure;
  }
  await syncFolder(dirname(path));
  return id;
}
