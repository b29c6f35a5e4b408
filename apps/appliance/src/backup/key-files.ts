import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { chmod, copyFile } from 'node:fs/promises';
import path from 'node:path';
import { createPrivateKey, createPublicKey } from 'node:crypto';
import type { NoteVerifier } from '@voxkeep/audit';
import { VoxkeepError } from '@voxkeep/contracts';
import { RootKeyFile, checkValueOf } from '@voxkeep/keyring';
import type { Layout } from '../layout.js';
import type { KeyringManifest } from './manifest.js';

/**
 * Sees that a directory holds the keys of this appliance: the key of the audit log, and the root key under which the copy of the
 * keyring is wrapped. `unknown` where the root key is kept in another way than in a file: the start shows whether it fits. Throws
 * `restore.keys-missing`, `restore.root-key` or `restore.audit-key`, each { file }.
 */
export async function demandKeys(
  directory: string,
  keyring: KeyringManifest,
  verifier: NoteVerifier,
): Promise<'fits' | 'unknown'> {
  const auditKey = path.join(directory, 'audit-signing.pem');
  if (!existsSync(auditKey)) throw new VoxkeepError('restore.keys-missing', { file: auditKey });
  const own = createPublicKey(createPrivateKey(readFileSync(auditKey)));
  if (!own.equals(verifier.publicKey)) throw new VoxkeepError('restore.audit-key', { file: auditKey });
  const rootKey = path.join(directory, 'root.key');
  const root = await new RootKeyFile(rootKey).load().catch(() => 'missing' as const);
  if (root === 'missing') return 'unknown';
  const checkValue = checkValueOf(root).toString('hex');
  if (!keyring.rootKeys.some((known) => known.version === root.version && known.checkValue === checkValue))
    throw new VoxkeepError('restore.root-key', { file: rootKey });
  return 'fits';
}

/** Brings the key files to their place; what is for diagnostics of another day stays behind. */
export async function takeKeys(from: string, layout: Layout): Promise<void> {
  for (const name of readdirSync(from)) {
    const file = path.join(from, name);
    if (!statSync(file).isFile()) continue;
    const to = path.join(layout.keys, name);
    await copyFile(file, to);
    await chmod(to, 0o400);
  }
}
