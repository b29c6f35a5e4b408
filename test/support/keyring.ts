import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clientSocketPath, createRootKeyFile, keyringEntities, KeyringServer, RootKeyFile } from '@voxkeep/keyring';
import { freshDatabase } from './database';

type ClientName = Parameters<typeof clientSocketPath>[1];

/** A keyring of its own: real database, real sockets, a root key that goes with it. */
export interface TestKeyring {
  socketOf(client: ClientName): string;
  stop(): Promise<void>;
}

/** Starts a keyring for one spec file; `now` is its clock. */
export async function startKeyring({ now }: { readonly now?: () => Date } = {}): Promise<TestKeyring> {
  const directory = mkdtempSync(join(tmpdir(), 'vk-keyring-'));
  const fresh = await freshDatabase('keyring', keyringEntities);
  await createRootKeyFile(join(directory, 'root.key'));
  const server = new KeyringServer(fresh.database, new RootKeyFile(join(directory, 'root.key')), {
    socketDirectory: directory,
    directoryPerClient: false,
    witnessDirectory: join(directory, 'witness'),
    indexTermsPerMinute: 100_000,
    ...(now && { now }),
  });
  await server.start();
  return {
    socketOf: (client) => clientSocketPath(directory, client, false),
    stop: async () => {
      await server.stop();
      await fresh.drop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
