import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TokenPlace } from '@voxkeep/keyring';

/** What the full run brings: the compiled binding and SoftHSM's library (test/run.mjs --full). Undefined in a normal run. */
export const softHsm = placeOf(process.env['VOXKEEP_TEST_PKCS11_BINDING'], process.env['VOXKEEP_TEST_PKCS11_MODULE']);

export const rightPin = '739518';

/**
 * Makes tokens in a store of their own. SoftHSM reads where that is once per process, from the C environment, which Node's
 * `process.env` writes through to.
 */
export function initTokens(directory: string, ...labels: readonly string[]): void {
  const tokens = join(directory, 'tokens');
  mkdirSync(tokens, { recursive: true });
  writeFileSync(join(directory, 'softhsm2.conf'), `directories.tokendir = ${tokens}\nobjectstore.backend = file\n`);
  process.env['SOFTHSM2_CONF'] = join(directory, 'softhsm2.conf');
  for (const label of labels)
    execFileSync('softhsm2-util', ['--init-token', '--free', '--label', label, '--so-pin', '84261957', '--pin', rightPin], {
      stdio: 'ignore',
    });
}

function placeOf(binding: string | undefined, module: string | undefined): Omit<TokenPlace, 'label'> | undefined {
  return binding !== undefined && module !== undefined ? { binding, module } : undefined;
}
