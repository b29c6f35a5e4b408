import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { chmod, rm } from 'node:fs/promises';
import path from 'node:path';
import { syncFolder } from '@voxkeep/platform';
import type { BackupRegister } from './register.js';
import { keyringFiles, partial, setsIn, vaultFile, vaultList, type Target } from './target.js';
import { vaultEntry } from './vault-copy.js';

/** What was removed from a target. */
export interface Pruned {
  readonly keyrings: readonly string[];
  readonly sets: readonly string[];
  readonly vaultFiles: number;
}

/**
 * Removes what is past its term from a target, and what interrupted backups left there: copies of the keyring first. What the
 * register knows and this target does not hold lies elsewhere and is left to stand.
 */
export async function prune(register: BackupRegister, target: Target, now: Date): Promise<Pruned> {
  const keyrings: string[] = [];
  const sets: string[] = [];
  for (const set of await register.standing()) {
    if (set.keyringRemovedAt === null && set.keyringExpiresAt <= now && (await removeKeyring(target, set.name))) {
      await register.noteRemoved(set.name, 'keyring', now);
      keyrings.push(set.name);
    }
    if (set.removedAt === null && set.expiresAt <= now && (await removeSet(target, set.name))) {
      await register.noteRemoved(set.name, 'set', now);
      sets.push(set.name);
    }
  }
  return { keyrings, sets, vaultFiles: sets.length > 0 ? await removeUnlisted(target) : 0 };
}

/** Removes what is left of a set that was never finished. */
export async function removeUnfinished(register: BackupRegister, target: Target, name: string, now: Date): Promise<void> {
  await removeKeyring(target, name);
  await register.noteRemoved(name, 'keyring', now);
  await removeSet(target, name);
  await register.noteRemoved(name, 'set', now);
}

/** True when the target is there and the copy is not in it any more. */
async function removeKeyring(target: Target, name: string): Promise<boolean> {
  if (!existsSync(target.keyring)) return false;
  const { note, dump } = keyringFiles(target, name);
  for (const file of [dump, dump + partial, note, note + partial]) await rm(file, { force: true });
  await syncFolder(target.keyring);
  return true;
}

async function removeSet(target: Target, name: string): Promise<boolean> {
  if (!existsSync(target.sets)) return false;
  for (const folder of [name, name + partial]) await rm(path.join(target.sets, folder), { recursive: true, force: true });
  await syncFolder(target.sets);
  return true;
}

/** Vault files that no set lists any more. */
async function removeUnlisted(target: Target): Promise<number> {
  const listed = new Set(setsIn(target).flatMap((name) => listedIn(path.join(target.sets, name, vaultList))));
  let removed = 0;
  for (const folder of existsSync(target.vault) ? readdirSync(target.vault) : []) {
    for (const sha256 of folder.length === 2 ? readdirSync(path.join(target.vault, folder)) : []) {
      if (listed.has(sha256)) continue;
      const file = vaultFile(target, sha256);
      await chmod(file, 0o600);
      await rm(file);
      removed += 1;
    }
  }
  return removed;
}

function listedIn(list: string): readonly string[] {
  const lines = readFileSync(list, 'utf8').split('\n').filter(Boolean);
  return lines.map((line) => vaultEntry.parse(JSON.parse(line)).sha256);
}
