import { generateKeyPairSync } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createRootKeyFile } from '@voxkeep/keyring';
import type { Layout } from '../layout.js';
import { say } from '../say.js';

/** Key files of the appliance. They are never part of a backup of the data. */
export interface KeyFiles {
  readonly rootKey: string;
  readonly auditSigningKey: string;
  /** Key and certificates that reports and mails are signed with. */
  readonly documentSigning: string;
}

/** Where the key files of an appliance lie, whether or not they are there. */
export function keyFilesIn(layout: Layout): KeyFiles {
  const at = (name: string): string => path.join(layout.keys, name);
  return { rootKey: at('root.key'), auditSigningKey: at('audit-signing.pem'), documentSigning: at('document-signing.pem') };
}

/**
 * Names the key files and makes those that are missing, each readable by its owner alone (0400). An existing key is never touched,
 * and a root key is made only when it is asked for, for a new keyring: without its own key an old one has to start sealed.
 */
export async function makeKeys(layout: Layout, makeRootKey: boolean): Promise<KeyFiles> {
  const files = keyFilesIn(layout);
  if (makeRootKey && (await createRootKeyFile(files.rootKey)) === 'created') {
    say(
      `Made a new root key: ${files.rootKey}. Keep a copy of it apart from every backup; without it nothing sealed can be read.`,
    );
  }
  if (!existsSync(files.auditSigningKey)) {
    const { privateKey } = generateKeyPairSync('ed25519');
    writeFileSync(files.auditSigningKey, privateKey.export({ type: 'pkcs8', format: 'pem' }), {
      mode: 0o400,
      flag: 'wx',
      flush: true,
    });
  }
  return files;
}
