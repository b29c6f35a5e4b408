import { createHash } from 'node:crypto';
import type { VaultReader } from '@voxkeep/platform';

const readBytes = 2 ** 20;

/** SHA-512 (hex) of a whole vault file, read a mebibyte at a time. */
export async function hashOf(reader: VaultReader): Promise<string> {
  const hash = createHash('sha512');
  for (let at = 0; at < reader.bytes; at += readBytes) hash.update(await reader.read(at, Math.min(readBytes, reader.bytes - at)));
  return hash.digest('hex');
}
