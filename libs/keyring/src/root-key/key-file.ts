import { randomBytes } from 'node:crypto';
import { open, readFile, rename, stat, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { VoxkeepError } from '@voxkeep/contracts';

const readableByOthers = 0o077;

/** The text of a key file, undefined without one. Throws `root-key.readable-by-others` when group or others may read it. */
export async function readKeyFile(path: string): Promise<string | undefined> {
  const found = await stat(path).catch(ignoreAbsent);
  if (!found) return undefined;
  const { mode } = found;
  if ((mode & readableByOthers) !== 0)
    throw new VoxkeepError('root-key.readable-by-others', { mode: (mode & 0o777).toString(8) });
  return readFile(path, 'utf8');
}

/** Makes a key file of mode 0400 that outlives a loss of power. Throws EEXIST when there is one. */
export async function writeKeyFile(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx', 0o400);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await syncDirectoryOf(path);
}

/** Replaces a key file in one step: whoever is killed meanwhile leaves the former or the new one, never a part of either. */
export async function replaceKeyFile(path: string, text: string): Promise<void> {
  const beside = `${path}.${randomBytes(6).toString('hex')}.new`;
  try {
    await writeKeyFile(beside, text);
    await rename(beside, path);
  } catch (error) {
    await removeKeyFile(beside);
    throw error;
  }
  await syncDirectoryOf(path);
}

/** Removes a key file; one that is not there is no error. */
export async function removeKeyFile(path: string): Promise<void> {
  await unlink(path).catch(ignoreAbsent);
}

/** Makes a rename or removal beside `path` outlive a loss of power. */
export async function syncDirectoryOf(path: string): Promise<void> {
  const directory = await open(dirname(path), 'r');
  await directory.sync().finally(() => directory.close());
}

function ignoreAbsent(error: unknown): undefined {
  if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
  throw error;
}
