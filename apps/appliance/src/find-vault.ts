import { isVoxkeepError, VoxkeepError } from '@voxkeep/contracts';
import { rememberVault, systemCode } from '@voxkeep/platform';
import type { Outside } from './backup/site.js';
import { say } from './say.js';
import { sentenceFor } from './sentences.js';

/**
 * Before any program starts: the first start says which vault is the one of this site, a later one only whether it is there. Throws
 * `vault.not-writable`, `vault.mark-unreadable`.
 */
export async function findVault({ vault, vaultMark }: Outside): Promise<void> {
  const state = await rememberVault(vault, vaultMark).catch((failure: unknown) => {
    if (isVoxkeepError(failure)) throw failure;
    throw new VoxkeepError('vault.not-writable', { directory: vault, code: systemCode(failure) });
  });
  if (state !== 'here') say(sentenceFor(new VoxkeepError('vault.away')));
}
