import { chmodSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';

/**
 * Lets every account read what lies below a directory and run what its owner may run, whatever umask it was made or installed under.
 * Links stay as they are: they have no rights of their own.
 */
export function openToAll(directory: string): void {
  chmodSync(directory, 0o755);
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const place = path.join(directory, entry.name);
    if (entry.isDirectory()) openToAll(place);
    else if (entry.isFile()) chmodSync(place, statSync(place).mode & 0o100 ? 0o755 : 0o644);
  }
}
