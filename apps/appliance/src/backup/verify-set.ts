import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { openCheckpoint, type NoteVerifier } from '@voxkeep/audit';
import { VoxkeepError } from '@voxkeep/contracts';
import type { z } from 'zod';
import { fileEntry } from './make-set.js';
import {
  keyringManifest,
  openManifest,
  readManifest,
  setManifest,
  type FileEntry,
  type KeyringManifest,
  type SetManifest,
} from './manifest.js';
import { keyringCopiesIn, keyringFiles, manifestFile, vaultFile, vaultList, type Target } from './target.js';
import { vaultEntry, type VaultLine } from './vault-copy.js';

/** A set whose every file was found as it was written. */
export interface VerifiedSet {
  readonly folder: string;
  readonly manifest: SetManifest;
  readonly keyring: KeyringManifest;
  readonly keyringDump: string;
  readonly vault: readonly VaultLine[];
}

/**
 * Verifies a set before anything is restored from it: signatures, then every file against its hash. Throws `restore.set-missing`,
 * `restore.sink-foreign`, `restore.file-missing` { file }, `restore.file-damaged` { file, expected, found },
 * `restore.manifest-damaged` { file } or `restore.keyring-missing`.
 */
export async function verifySet(folder: string, target: Target, verifier: NoteVerifier, now: Date): Promise<VerifiedSet> {
  if (!existsSync(path.join(folder, manifestFile))) throw new VoxkeepError('restore.set-missing', { directory: folder });
  const manifest = signed(path.join(folder, manifestFile), setManifest, verifier);
  const { name: origin, note, size } = { name: verifier.name, ...manifest.checkpoint };
  if (openCheckpoint(note, verifier, origin)?.size !== size)
    throw new VoxkeepError('restore.manifest-damaged', { file: path.join(folder, manifestFile) });
  for (const entry of [...manifest.stores, manifest.vault]) await demandWhole(folder, entry);
  const vault = linesIn(path.join(folder, vaultList));
  for (const { sha256, bytes } of vault) {
    const file = vaultFile(target, sha256);
    await demandWhole(path.dirname(file), { file: sha256, sha256, bytes });
  }
  const keyring = keyringFor(manifest, target, verifier, now);
  const keyringDump = keyringFiles(target, keyring.name).dump;
  await demandWhole(path.dirname(keyringDump), keyring.dump);
  return { folder, manifest, keyring, keyringDump, vault };
}

/** The set's own copy of the keyring, or the oldest one made after it. */
function keyringFor(manifest: SetManifest, target: Target, verifier: NoteVerifier, now: Date): KeyringManifest {
  const names = keyringCopiesIn(target).filter((name) => name >= manifest.name);
  const copies = names.map((name) => signed(keyringFiles(target, name).note, keyringManifest, verifier));
  const [usable] = copies.filter(({ expiresAt }) => new Date(expiresAt) > now);
  if (usable) return usable;
  throw new VoxkeepError('restore.keyring-missing', { directory: target.keyring, set: manifest.name });
}

function signed<T extends { readonly origin: string }>(file: string, shape: z.ZodType<T>, verifier: NoteVerifier): T {
  const note = readFileSync(file, 'utf8');
  const manifest = openManifest(note, verifier, shape);
  if (manifest?.origin === verifier.name) return manifest;
  const says = readManifest(note, shape);
  if (says && says.origin !== verifier.name) throw new VoxkeepError('restore.sink-foreign');
  throw new VoxkeepError('restore.manifest-damaged', { file });
}

async function demandWhole(folder: string, { file, sha256, bytes }: FileEntry): Promise<void> {
  const place = path.join(folder, file);
  if (!existsSync(place)) throw new VoxkeepError('restore.file-missing', { file: place });
  const found = await fileEntry(place);
  if (found.bytes !== bytes) throw new VoxkeepError('restore.file-length', { file: place, expected: bytes, found: found.bytes });
  if (found.sha256 !== sha256)
    throw new VoxkeepError('restore.file-damaged', { file: place, expected: sha256, found: found.sha256 });
}

function linesIn(file: string): readonly VaultLine[] {
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  return lines.map((line) => vaultEntry.parse(JSON.parse(line)));
}
