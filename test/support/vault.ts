import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Every file below a directory, with its size. */
export function filesBelow(directory: string): readonly { readonly path: string; readonly bytes: number }[] {
  return readdirSync(directory, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ path, bytes: statSync(path).size }));
}

/** Octets that lie in a directory, all files together. */
export function octetsBelow(directory: string): number {
  return filesBelow(directory).reduce((sum, { bytes }) => sum + bytes, 0);
}
