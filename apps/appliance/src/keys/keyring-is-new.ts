import { connected, databaseUrl, type InstanceAddress } from '../../../../db/cluster/connect.js';
import type { SecretOf } from '../../../../db/cluster/prepare-instance.js';
import { registry } from '../../../../db/cluster/registry.js';

/** True when no root key was ever used with this keyring. Otherwise a missing key file is a loss, and a new key would hide it. */
export async function keyringIsNew(address: InstanceAddress, secretOf: SecretOf): Promise<boolean> {
  const owner = registry.find(({ name }) => name === 'keyring')?.owner ?? '';
  return connected(databaseUrl(address, 'keyring', owner, secretOf(owner)), async (connection) => {
    const [row] = await connection.rows<{ used: boolean }>('select exists (select 1 from root_version) as used');
    return row?.used !== true;
  });
}
