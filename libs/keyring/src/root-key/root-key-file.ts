import { randomBytes } from 'node:crypto';
import { rename } from 'node:fs/promises';
import { VoxkeepError } from '@voxkeep/contracts';
import { xaesKeyBytes } from '@voxkeep/personal-data';
import type { RootKey } from '../server/wrapping.js';
import { readKeyFile, removeKeyFile, syncDirectoryOf, writeKeyFile } from './key-file.js';
import type { RotatableRootKey } from './root-key-provider.js';

const line = /^voxkeep-root-(\d{1,9}) ([A-Za-z0-9+/]{43}=)\n?$/;

/** The root key in a file of mode 0400: one line, `voxkeep-root-<version> <32 bytes in base64>`. The next key stands in `<file>.next`. */
export class RootKeyFile implements RotatableRootKey {
  constructor(private readonly path: string) {}

  /** Throws `root-key.readable-by-others` when group or others may read the file, `root-key.malformed` when it is not one such line. */
  load(): Promise<RootKey | 'missing'> {
    return readRootKey(this.path);
  }

  staged(): Promise<RootKey | 'missing'> {
    return readRootKey(this.nextPath);
  }

  async stage(next: RootKey): Promise<void> {
    await removeKeyFile(this.nextPath);
    await writeRootKey(this.nextPath, next);
  }

  async promote(): Promise<void> {
    await rename(this.nextPath, this.path);
    await syncDirectoryOf(this.path);
  }

  /** Removes the key, once another provider keeps it. */
  async remove(): Promise<void> {
    await removeKeyFile(this.nextPath);
    await removeKeyFile(this.path);
    await syncDirectoryOf(this.path);
  }

  private get nextPath(): string {
    return `${this.path}.next`;
  }
}

/** A root key of 32 random bytes, the first of an installation. */
export function firstRootKey(): RootKey {
  return { version: 1, key: randomBytes(xaesKeyBytes) };
}

/** Makes the first root key of an installation. Answers `kept` and touches nothing when the file exists already. */
export async function createRootKeyFile(path: string): Promise<'created' | 'kept'> {
  try {
    await writeRootKey(path, firstRootKey());
    return 'created';
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return 'kept';
    throw error;
  }
}

async function readRootKey(path: string): Promise<RootKey | 'missing'> {
  const text = await readKeyFile(path);
  if (text === undefined) return 'missing';
  const match = line.exec(text);
  if (!match?.[1] || !match[2]) throw new VoxkeepError('root-key.malformed');
  return { version: Number(match[1]), key: Buffer.from(match[2], 'base64') };
}

function writeRootKey(path: string, root: RootKey): Promise<void> {
  return writeKeyFile(path, `voxkeep-root-${root.version} ${root.key.toString('base64')}\n`);
}
