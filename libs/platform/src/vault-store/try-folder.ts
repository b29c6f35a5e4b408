import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { syncFolder } from './durable-folder.js';

/** One name for all tries: what a power cut leaves is written again. */
const triedFile = '.takes-files';

/** Writes a file into a folder, makes it durable and removes it. Throws what the system says of a folder that takes none. */
export async function tryFolder(folder: string, openFile = open): Promise<void> {
  const path = join(folder, triedFile);
  const handle = await openFile(path, 'w', 0o600);
  try {
    await handle.write(Buffer.alloc(1));
    await handle.datasync();
    await syncFolder(folder);
  } finally {
    await handle.close();
    await rm(path, { force: true });
  }
}
