import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { isVoxkeepError, VoxkeepError } from '@voxkeep/contracts';
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
  // Marks of another account, as root's, would be unreadable to that of the appliance.
  if (statSync(dataDirectory).uid !== process.getuid?.())
    throw new VoxkeepError('directory.foreign', { directory: dataDirectory });
  const giveBack = lockOf(layout.lock);
  try {
    const begun = await beginVault(vault, rememberedAt).catch((failure: unknown) => {
      if (isVoxkeepError(failure)) throw failure;
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

function lockOf(file: string): () => void {
  try {
    return takeLock(file);
  } catch (failure) {
    if (isVoxkeepError(failure)) throw failure;
    throw new VoxkeepError('vault.not-remembered', { file, cause: systemCode(failure) });
  }
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
