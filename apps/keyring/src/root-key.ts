import { VoxkeepError } from '@voxkeep/contracts';
import {
  PassphraseRootKey,
  RootKeyFile,
  TokenRootKey,
  tokenOf,
  UnlockTries,
  type KeyringServerOptions,
  type RootKeyProvider,
} from '@voxkeep/keyring';
import { settings } from '@voxkeep/platform';
import { readFileSync } from 'node:fs';

type FromSettings = Pick<KeyringServerOptions, 'credential' | 'plainRootKey'>;

/** What keeps the root key here, as the settings have it. Throws `settings.missing` for a token without library or label. */
export function rootKeyProvider(): RootKeyProvider {
  const { provider, rootKeyFile } = settings().keyring;
  if (provider === 'file') return new RootKeyFile(rootKeyFile);
  const wrapped = `${rootKeyFile}.${provider}`;
  const tries = new UnlockTries(`${wrapped}.tries`);
  return provider === 'passphrase' ? new PassphraseRootKey(wrapped, tries) : tokenRootKey(wrapped, tries);
}

/** The passphrase or PIN that the system hands over, and the plain key file that is taken over. */
export function unsealingOptions(): FromSettings {
  const { provider, rootKeyFile, credentialFile } = settings().keyring;
  if (provider === 'file') return {};
  const credential = credentialFile === undefined ? undefined : secretIn(credentialFile);
  return { plainRootKey: new RootKeyFile(rootKeyFile), ...(credential !== undefined && { credential }) };
}

function tokenRootKey(wrapped: string, tries: UnlockTries): RootKeyProvider {
  const { pkcs11Module: module, pkcs11Label: label, pkcs11Binding: binding } = settings().keyring;
  if (module === undefined)
    throw new VoxkeepError('settings.missing', { setting: 'keyring.pkcs11Module', variable: 'VOXKEEP_PKCS11_MODULE' });
  if (label === undefined)
    throw new VoxkeepError('settings.missing', { setting: 'keyring.pkcs11Label', variable: 'VOXKEEP_PKCS11_LABEL' });
  return new TokenRootKey(wrapped, tries, () => tokenOf({ binding, module, label }));
}

/** The first line; undefined when the file is not there or empty, so that the operator can still enter the secret. */
function secretIn(file: string): string | undefined {
  try {
    const line = readFileSync(file, 'utf8').split(/\r?\n/)[0] ?? '';
    return line === '' ? undefined : line;
  } catch {
    return undefined;
  }
}
