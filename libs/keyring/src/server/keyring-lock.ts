import { VoxkeepError } from '@voxkeep/contracts';
import { Client } from 'pg';

/**
 * Holds the keyring database for one process by an advisory lock on a connection of its own, so that two keyrings, or a keyring and
 * a root rotation, never work at once. Throws `keyring.in-use`. `onLost` is called when the connection breaks before the release.
 */
export async function lockKeyring(url: string, onLost: () => void): Promise<() => Promise<void>> {
  const client = new Client({ connectionString: url, application_name: 'voxkeep keyring lock', keepAlive: true });
  let held = true;
  client.on('error', () => {
    if (held) onLost();
    held = false;
  });
  await client.connect();
  const { rows } = await client.query<{ locked: boolean }>(
    `select pg_try_advisory_lock(hashtextextended('voxkeep.keyring', 0)) as locked`,
  );
  const release = async (): Promise<void> => {
    held = false;
    await client.end().catch(() => undefined);
  };
  if (rows[0]?.locked === true) return release;
  await release();
  throw new VoxkeepError('keyring.in-use');
}
