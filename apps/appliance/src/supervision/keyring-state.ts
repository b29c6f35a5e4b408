import path from 'node:path';
import { connectKeyring } from '@voxkeep/keyring';
import type { Layout } from '../layout.js';

/** Whether the keyring runs without its root key, so that nothing can be read or written until the key is put right. */
export async function isKeyringSealed(layout: Layout): Promise<boolean> {
  const keyring = connectKeyring(path.join(layout.keyringSockets, 'worker.sock'), { watchDestructions: false });
  try {
    return (await keyring.health()) === 'sealed';
  } finally {
    keyring.close();
  }
}
