import { randomBytes } from 'node:crypto';
import { open, readFile, rename, stat, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { VoxkeepError } from '@voxkeep/contracts';
import { xaesKeyBytes } from '@voxkeep/personal-data';
import type { RootKey } from '../server/wrapping.js';
import type { RotatableRootKey } from './root-key-provider.js';

const line = /^voxkeep-root-(\d{1,9}) ([A-Za-z0-9+/]{43}=)\n?$/;
const readableByOthers = 0o077;

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
    await unlink(this.nextPath).catch(ignoreAbsent);
    await writeRootKey(this.nextPath, next);
  }

  async promote(): Promise<void> {
    await rename(this.nextPath, this.path);
    await syncDirectory(this.path);
  }

  private get nextPath(): string {
    return `${this.path}.next`;
  }
}

/** Makes the first root key of an installation. Answers `kept` and touches nothing when the file exists already. */
export async function createRootKeyFile(path: string): Promise<'created' | 'kept'> {
  try {
    await writeRootKey(path, { version: 1, key: randomBytes(xaesKeyBytes) });
    return 'created';
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return 'kept';
    throw error;
  }
}

async function readRootKey(path: string): Promise<RootKey | 'missing'> {
  const found = await stat(path).catch(ignoreAbsent);
  if (!found) return 'missing';
  const { mode } = found;
  if ((mode & readableByOthers) !== 0)
    throw new VoxkeepError('root-key.readable-by-others', { mode: (mode & 0o777).toString(8) });
  const match = line.exec(await readFile(path, 'ascii'));
  if (!match?.[1] || !match[2]) throw new VoxkeepError('root-key.malformed');
  return { version: Number(match[1]), key: Buffer.from(match[2], 'base64') };
}

async function writeRootKey(path: string, root: RootKey): Promise<void> {
  const file = await open(path, 'wx', 0o400);
  try {
    await file.writeFile(`voxkeep-root-${root.version} ${root.key.toString('base64')}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  await syncDirectory(path);
}

async function syncDirectory(path: string): Promise<void> {
  const directory = await open(dirname(path), 'r');
  await directory.sync().finally(() => directory.close());
}

function ignoreAbsent(error: unknown): undefined {
  if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
  throw error;
}
