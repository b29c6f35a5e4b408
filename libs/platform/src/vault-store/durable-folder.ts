import { open } from 'node:fs/promises';

/** Makes names created or removed in a folder survive a power cut (fsync of the directory, POSIX). */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
