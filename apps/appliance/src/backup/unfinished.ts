import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { VoxkeepError } from '@voxkeep/contracts';
import { makePassable, type Layout } from '../layout.js';

const mark = 'restore-is-unfinished';

/** Refuses a data directory into which a restore was begun and not finished. Throws `restore.unfinished`. */
export function refuseUnfinished(dataDirectory: string): void {
  if (existsSync(path.join(dataDirectory, mark))) throw new VoxkeepError('restore.unfinished', { directory: dataDirectory });
}

/** Refuses a directory in which something lies that an interrupted restore has not left there. Throws `restore.not-empty`. */
export function demandEmpty(dataDirectory: string): void {
  const there = existsSync(dataDirectory) ? readdirSync(dataDirectory) : [];
  if (there.length > 0 && !there.includes(mark)) throw new VoxkeepError('restore.not-empty', { directory: dataDirectory });
}

/** Marks a directory as unusable until {@link unmark}; before anything else lies in it, so that no kill leaves it without the mark. */
export function markUnfinished({ data }: Layout, set: string): void {
  makePassable(data);
  writeFileSync(path.join(data, mark), `${set}\n`, { mode: 0o600, flush: true });
}

/** Takes away what an interrupted restore has left, the mark last. */
export function clearRemains(layout: Layout, databases: readonly string[]): void {
  const left = [layout.secrets, layout.keys, layout.vault, layout.witness, ...databases];
  for (const directory of left) rmSync(directory, { recursive: true, force: true });
}

/** The directory may be used. */
export function unmark({ data }: Layout): void {
  rmSync(path.join(data, mark));
}
