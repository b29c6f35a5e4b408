import { readFileSync } from 'node:fs';
import { createPrivateKey } from 'node:crypto';
import path from 'node:path';
import { readVerifierKey, type NoteSigner, type NoteVerifier } from '@voxkeep/audit';
import { VoxkeepError, type StoreName } from '@voxkeep/contracts';
import { databaseUrl, type InstanceAddress } from '../../../../db/cluster/connect.js';
import { registry, type InstanceName } from '../../../../db/cluster/registry.js';
import { secretsIn } from '../cluster/secrets.js';
import { keyFilesIn } from '../keys/make-keys.js';
import { tlsFilesIn } from '../keys/tls-files.js';
import type { Layout } from '../layout.js';
import { webDirectory } from '../places.js';
import { environmentOf } from '../supervision/environment.js';

type Addresses = Readonly<Record<InstanceName, InstanceAddress>>;

/** Where a site keeps what is not in its databases. */
export interface Outside {
  readonly vault: string;
  /** What remembers which vault that is. */
  readonly vaultMark: string;
  /** The second sink. */
  readonly witness: string;
}

/** Names the places, as the appliance gives them to its programs. */
export function outsideOf(layout: Layout, addresses: Addresses): Outside {
  const surroundings = {
    ...{ layout, keys: keyFilesIn(layout), tls: tlsFilesIn(layout.tls), webDirectory, port: undefined, addresses },
    ...{ secretOf: secretsIn(layout.secrets), given: process.env },
  };
  const environment = environmentOf(
    { name: 'worker', databases: [], keyring: false, settings: ['vault', 'witness'] },
    surroundings,
  );
  const { VOXKEEP_VAULT: vault = layout.vault, VOXKEEP_WITNESS: witness = layout.witness } = environment;
  const { VOXKEEP_VAULT_MARK: vaultMark = layout.vaultMark } = environment;
  return { vault: path.resolve(vault), vaultMark: path.resolve(vaultMark), witness: path.resolve(witness) };
}

/** URLs of every store, for the superuser of its instance and for its owner. */
export function urlsOf(layout: Layout, addresses: Addresses): ReadonlyMap<StoreName, { superuser: string; owner: string }> {
  const secretOf = secretsIn(layout.secrets);
  return new Map(
    registry.map(({ name, instance, owner }) => {
      const at = addresses[instance];
      const superuser = databaseUrl(at, name, 'postgres', secretOf(`superuser-${instance}`));
      return [name, { superuser, owner: databaseUrl(at, name, owner, secretOf(owner)) }] as const;
    }),
  );
}

/** Whose signatures count, as a second sink says. Throws `restore.sink-missing` with the file. */
export function verifierIn(sink: string): NoteVerifier {
  const file = path.join(sink, 'audit-verifier.key');
  try {
    return readVerifierKey(readFileSync(file, 'utf8').trim());
  } catch {
    throw new VoxkeepError('restore.sink-missing', { file });
  }
}

/** The key of the audit log, under the log's name. */
export function signerOf(layout: Layout, { name }: NoteVerifier): NoteSigner {
  return { name, privateKey: createPrivateKey(readFileSync(keyFilesIn(layout).auditSigningKey)) };
}
