import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';

/** Folders of a place that holds sets: each set in its own, vault files once for all of them, copies of the keyring apart. */
export interface Target {
  readonly sets: string;
  readonly vault: string;
  readonly keyring: string;
}

/** Ending of what is being written; it becomes a set by being renamed. */
export const partial = '.partial';
export const manifestFile = 'manifest.note';
export const vaultList = 'vault.jsonl';

/** Names the folders below a directory; `keyring` may lie elsewhere. */
export function targetAt(directory: string, keyring?: string): Target {
  const at = (name: string): string => path.join(directory, name);
  return { sets: at('sets'), vault: at('vault'), keyring: keyring ?? at('keyring') };
}

/** The folder of a target that a set lies in: the set's folder is `<target>/sets/<name>`. */
export function targetOf(set: string, keyring?: string): Target {
  return targetAt(path.dirname(path.dirname(set)), keyring);
}

/** Names of finished sets, the oldest first: a name begins with the time. */
export function setsIn({ sets }: Target): readonly string[] {
  if (!existsSync(sets)) return [];
  return readdirSync(sets)
    .filter((name) => !name.endsWith(partial) && existsSync(path.join(sets, name, manifestFile)))
    .sort();
}

/** Names of finished copies of the keyring, the oldest first. */
export function keyringCopiesIn({ keyring }: Target): readonly string[] {
  if (!existsSync(keyring)) return [];
  const ending = '.keyring.note';
  return readdirSync(keyring)
    .filter((name) => name.endsWith(ending))
    .map((name) => name.slice(0, -ending.length))
    .sort();
}

/** The two files of a copy of the keyring. */
export function keyringFiles({ keyring }: Target, name: string): { readonly note: string; readonly dump: string } {
  const file = path.join(keyring, `${name}.keyring`);
  return { note: `${file}.note`, dump: `${file}.age` };
}

/** A vault file by its content. */
export function vaultFile({ vault }: Target, sha256: string): string {
  return path.join(vault, sha256.slice(0, 2), sha256);
}
