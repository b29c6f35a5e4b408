import { existsSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { VoxkeepError } from '@voxkeep/contracts';
import { beginVault, systemCode } from '@voxkeep/platform';
import { layoutOf } from '../layout.js';
import { projectRoot } from '../places.js';
import { say } from '../say.js';
import { takeLock } from '../supervision/lock.js';

/** Begins a new vault of a site that is stopped, as when the disk of the old one died: under an id of its own. 0 begun. */
export async function beginNewVault(args: readonly string[]): Promise<number> {
  const { vault, dataDirectory } = readArguments(args);
  const layout = layoutOf(dataDirectory);
  const rememberedAt = process.env['VOXKEEP_VAULT_MARK'] ?? layout.vaultMark;
  if (!existsSync(rememberedAt)) throw new VoxkeepError('begin-vault.no-site', { directory: dataDirectory });
  const giveBack = takeLock(layout.lock);
  try {
    const begun = await beginVault(vault, rememberedAt).catch((failure: unknown) => {
      throw new VoxkeepError('begin-vault.not-writable', { directory: vault, code: systemCode(failure) });
    });
    if (begun === 'remembered') throw new VoxkeepError('begin-vault.remembered', { directory: vault });
    if (begun === 'another') throw new VoxkeepError('begin-vault.another', { directory: vault });
  } finally {
    giveBack();
  }
  say(`A new vault was begun in ${vault}. Recordings of the one until now count as missing. Start the appliance.`);
  return 0;
}

/** The folder is always named: what the service's environment says of it is not known in the operator's shell. */
function readArguments(args: readonly string[]): { readonly vault: string; readonly dataDirectory: string } {
  try {
    const { vault, data } = parseArgs({
      args: [...args],
      options: { vault: { type: 'string' }, data: { type: 'string' } },
    }).values;
    if (vault === undefined) throw new Error('no vault');
    return { vault: path.resolve(vault), dataDirectory: path.resolve(data ?? path.join(projectRoot, 'var')) };
  } catch {
    throw new VoxkeepError('begin-vault.arguments');
  }
}
