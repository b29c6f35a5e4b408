import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';

const parts = ['package.json', 'package-lock.json', 'dist'];

/**
 * SHA-256, hex, of the release that runs: over name and SHA-256 of every compiled file, with the version and the locked versions of
 * all libraries. `program` is a file of the release; one that stands outside of any is hashed alone.
 */
export async function releaseHash(program: string): Promise<string> {
  const root = await rootOf(path.dirname(path.resolve(program)));
  const files = root === undefined ? [program] : (await Promise.all(parts.map((part) => filesIn(path.join(root, part))))).flat();
  const hash = createHash('sha256');
  for (const file of files.sort()) {
    const content = createHash('sha256')
      .update(await readFile(file))
      .digest('hex');
    hash.update(
      `${content}  ${root === undefined ? path.basename(file) : path.relative(root, file).split(path.sep).join('/')}\n`,
    );
  }
  return hash.digest('hex');
}

/** The folder of the release: the nearest one above whose package is this product. */
async function rootOf(folder: string): Promise<string | undefined> {
  const described = await readFile(path.join(folder, 'package.json'), 'utf8').catch(() => undefined);
  if (described !== undefined && (JSON.parse(described) as { name?: string }).name === 'voxkeep') return folder;
  const above = path.dirname(folder);
  return above === folder ? undefined : rootOf(above);
}

/** Every file in a folder, or the file itself; nothing where neither is there. */
async function filesIn(place: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(place, { withFileTypes: true, recursive: true });
    return entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
  } catch (thrown) {
    const { code } = thrown as NodeJS.ErrnoException;
    if (code === 'ENOTDIR') return [place];
    if (code === 'ENOENT') return [];
    throw thrown;
  }
}
