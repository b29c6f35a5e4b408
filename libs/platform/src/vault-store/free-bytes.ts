import { statfs } from 'node:fs/promises';

/** Bytes that this process may still write on the filesystem of a folder. Throws what the system says of a folder that is not there. */
export async function freeBytesOf(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}
