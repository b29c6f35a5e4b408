import { isVoxkeepError } from '@voxkeep/contracts';
import { systemCode } from './system-code.js';

/** Codes of the operating system, such as `EIO`; those of Node for a wrong call begin with `ERR_`. */
const ofTheSystem = /^E[A-Z0-9]+$/;

/** Whether what working on the vault threw is the vault's own, or its disk's: anything else says nothing about the vault. */
export function isVaultFailure(failure: unknown): boolean {
  return isVoxkeepError(failure) ? failure.code.startsWith('vault.') : ofTheSystem.test(systemCode(failure));
}
