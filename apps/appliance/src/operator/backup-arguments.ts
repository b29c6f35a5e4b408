import path from 'node:path';
import { parseArgs } from 'node:util';
import { VoxkeepError } from '@voxkeep/contracts';
import { projectRoot } from '../places.js';

/** What `voxkeep backup …` was given; paths are absolute. */
export interface BackupArguments {
  readonly to: string;
  /** Where copies of the keyring go; in the target, apart from the data, unless told. */
  readonly keyringTo: string | undefined;
  readonly dataDirectory: string;
}

/** What `voxkeep restore` was given; paths are absolute. */
export interface RestoreArguments {
  /** Folder of one set. */
  readonly from: string;
  readonly keyringFrom: string | undefined;
  readonly dataDirectory: string;
  /** The second sink as it is now. */
  readonly sink: string;
  readonly keys: string;
  readonly identity: string;
}

/** Reads the words after `backup`. Throws `backup.arguments`. */
export function backupArguments(args: readonly string[]): BackupArguments {
  const { to, 'keyring-to': keyringTo, data } = read(args, ['to', 'keyring-to', 'data'], 'backup.arguments');
  if (to === undefined) throw new VoxkeepError('backup.arguments');
  return { to, keyringTo, dataDirectory: data ?? path.join(projectRoot, 'var') };
}

/** Reads the words after `restore`. Without `--identity` it is looked for among the keys. Throws `restore.arguments`. */
export function restoreArguments(args: readonly string[]): RestoreArguments {
  const names = ['from', 'keyring-from', 'data', 'sink', 'keys', 'identity'];
  const { from, 'keyring-from': keyringFrom, data, sink, keys, identity } = read(args, names, 'restore.arguments');
  if (from === undefined || data === undefined || sink === undefined || keys === undefined)
    throw new VoxkeepError('restore.arguments');
  return { from, keyringFrom, dataDirectory: data, sink, keys, identity: identity ?? path.join(keys, 'backup-identity.txt') };
}

function read(args: readonly string[], names: readonly string[], code: string): Readonly<Record<string, string | undefined>> {
  try {
    const options = Object.fromEntries(names.map((name) => [name, { type: 'string' as const }]));
    const { values } = parseArgs({ args: [...args], options });
    return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, path.resolve(String(value))]));
  } catch {
    throw new VoxkeepError(code);
  }
}
