import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** The mark of a vault, and the file with which a recorder tries it every few seconds, which is there for a moment: no recordings. */
const noRecordings = ['.vault-mark', '.takes-files'];

/** Every file below a directory, with its size; what goes while this is looked at, as a running database's own caches may, is not there. */
export function filesBelow(directory: string): readonly { readonly path: string; readonly bytes: number }[] {
  return readdirSync(directory, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && !noRecordings.includes(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .flatMap((path) => {
      const found = statSync(path, { throwIfNoEntry: false });
      return found ? [{ path, bytes: found.size }] : [];
    });
}

/** Octets that lie in a directory, all files together. */
export function octetsBelow(directory: string): number {
  return filesBelow(directory).reduce((sum, { bytes }) => sum + bytes, 0);
}
