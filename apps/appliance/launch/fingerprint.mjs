import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { inRoot, root } from './root.mjs';

/** Hash over name, size and time of every file under the given places that `wanted` lets through. Costs milliseconds, reads no content. */
export function fingerprint(places, wanted = () => true) {
  const hash = createHash('sha256');
  for (const place of places) for (const file of filesUnder(inRoot(place))) if (wanted(file)) hash.update(line(file));
  return hash.digest('hex');
}

/** Every file under a folder (or the file itself), sorted, without node_modules. */
export function filesUnder(place) {
  if (!existsSync(place)) return [];
  if (!statSync(place).isDirectory()) return [place];
  const entries = readdirSync(place, { withFileTypes: true }).filter((entry) => entry.name !== 'node_modules');
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((entry) =>
    entry.isDirectory() ? filesUnder(path.join(place, entry.name)) : [path.join(place, entry.name)],
  );
}

/** True when the stamp of this part of the build carries this fingerprint. */
export function isStamped(part, print) {
  return existsSync(stampOf(part)) && readFileSync(stampOf(part), 'utf8') === print;
}

/** Remembers that this part was built from sources with this fingerprint. */
export function stamp(part, print) {
  mkdirSync(inRoot('dist'), { recursive: true });
  writeFileSync(stampOf(part), print);
}

const stampOf = (part) => inRoot('dist', `.built-${part}`);

function line(file) {
  const { size, mtimeMs } = statSync(file);
  return `${path.relative(root, file)}\0${size}\0${mtimeMs}\n`;
}
