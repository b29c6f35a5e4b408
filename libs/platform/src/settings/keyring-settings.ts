import { resolve } from 'node:path';
import { z } from 'zod';
import { setting } from './setting.js';

const path = z
  .string()
  .min(1)
  .transform((text) => resolve(text))
  .optional();

const requiredFile = z
  .string()
  .min(1)
  .transform((text) => resolve(text));

/** Settings of the keyring: where it is reached, what keeps its root key, what it allows. */
export const keyringSettings = {
  socket: setting('VOXKEEP_KEYRING_SOCKET', requiredFile, "The keyring's unix socket for this process."),
  socketDirectory: setting(
    'VOXKEEP_KEYRING_SOCKETS',
    z
      .string()
      .min(1)
      .default('var/run/keyring')
      .transform((text) => resolve(text)),
    'Where the keyring makes one socket per client.',
  ),
  rootKeyFile: setting('VOXKEEP_KEYRING_ROOT_KEY', requiredFile, 'File of the root key, readable by the keyring alone (0400).'),
  directoryPerClient: setting(
    'VOXKEEP_KEYRING_DIRECTORY_PER_CLIENT',
    z.stringbool().default(false),
    'Whether each client socket lies in a directory of its own.',
  ),
  indexTermsPerMinute: setting(
    'VOXKEEP_KEYRING_INDEX_TERMS_PER_MINUTE',
    z.coerce.number().int().min(1).default(3000),
    'Numbers and addresses that one client may look up per minute.',
  ),
  scrubAfterMinutes: setting(
    'VOXKEEP_KEYRING_SCRUB_AFTER_MINUTES',
    z.coerce.number().int().min(0).max(1440).default(60),
    'Minutes after a key was destroyed until the table of keys is rewritten, so that no page or log holds its wrapped bytes.',
  ),
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
