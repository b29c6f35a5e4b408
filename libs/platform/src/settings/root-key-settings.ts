import { resolve } from 'node:path';
import { z } from 'zod';
import { setting } from './setting.js';

const path = z
  .string()
  .min(1)
  .transform((text) => resolve(text))
  .optional();

/** Settings of the keyring that say what keeps its root key. */
export const rootKeySettings = {
  provider: setting(
    'VOXKEEP_KEYRING_PROVIDER',
    z.enum(['file', 'passphrase', 'pkcs11']).default('file'),
    'What keeps the root key: a file, a file that a passphrase opens, or a file that a key in a PKCS#11 token opens.',
  ),
  credentialFile: setting(
    'VOXKEEP_KEYRING_CREDENTIAL',
    path,
    'File with the passphrase or PIN, as systemd hands it over; without it the operator enters it ("voxkeep unseal").',
  ),
  pkcs11Module: setting('VOXKEEP_PKCS11_MODULE', path, "The token's PKCS#11 library."),
  pkcs11Label: setting('VOXKEEP_PKCS11_LABEL', z.string().min(1).max(32).optional(), 'Label of the token.'),
  pkcs11Binding: setting(
    'VOXKEEP_PKCS11_BINDING',
    z.string().min(1).default('pkcs11js'),
    'Name or directory of the package pkcs11js, which is installed where a token is used.',
  ),
} as const;
