import path from 'node:path';
import { listSettings } from '@voxkeep/platform';
import { databaseUrl, type InstanceAddress } from '../../../../db/cluster/connect.js';
import { registry, roleOf, type InstanceName, type ProcessName } from '../../../../db/cluster/registry.js';
import type { SecretOf } from '../../../../db/cluster/prepare-instance.js';
import type { KeyFiles } from '../keys/make-keys.js';
import type { TlsFiles } from '../keys/tls-files.js';
import type { Layout } from '../layout.js';
import type { Program } from './programs.js';

/** Everything from which the environment of a program is made. */
export interface Surroundings {
  readonly layout: Layout;
  readonly keys: KeyFiles;
  readonly tls: TlsFiles;
  readonly webDirectory: string;
  readonly port: number | undefined;
  readonly addresses: Readonly<Record<InstanceName, InstanceAddress>>;
  readonly secretOf: SecretOf;
  /** The appliance's own environment, in which the operator may have set settings. */
  readonly given: Readonly<Record<string, string | undefined>>;
}

type Environment = Readonly<Record<string, string>>;

/** What every program may know of the machine. */
const ofTheMachine = ['PATH', 'HOME', 'LANG', 'TZ'];

/**
 * The whole environment of a program: the settings of its groups, its own database URLs, its own keyring socket. Settings that the
 * operator gave win over the places that the appliance chose; secrets are never handed through.
 */
export function environmentOf(program: Program, surroundings: Surroundings): Environment {
  const chosen = chosenValues(surroundings);
  const environment: Record<string, string> = { NODE_ENV: 'production', ...program.environment };
  for (const name of ofTheMachine) assign(environment, name, surroundings.given[name]);
  for (const { name, variable, secret } of listSettings()) {
    if (!secret && wants(program, name)) assign(environment, variable, surroundings.given[variable] ?? chosen[variable]);
  }
  const socket = path.join(surroundings.layout.keyringSockets, `${program.name}.sock`);
  return {
    ...environment,
    ...databaseUrls(program, surroundings),
    ...(program.keyring ? { VOXKEEP_KEYRING_SOCKET: socket } : {}),
  };
}

function wants(program: Program, setting: string): boolean {
  const group = setting.split('.')[0] ?? '';
  return setting !== 'keyring.socket' && (group === 'diagnostics' || program.settings.includes(group));
}

/** Where the appliance puts things that have no good default of their own. */
function chosenValues({ layout, keys, tls, webDirectory, port }: Surroundings): Readonly<Record<string, string | undefined>> {
  return {
    VOXKEEP_SOCKETS: layout.sockets,
    VOXKEEP_KEYRING_SOCKETS: layout.keyringSockets,
    VOXKEEP_KEYRING_ROOT_KEY: keys.rootKey,
    VOXKEEP_AUDIT_SIGNING_KEY: keys.auditSigningKey,
    VOXKEEP_SIGNING: keys.documentSigning,
    VOXKEEP_CERTIFICATE_KEY: path.join(layout.keys, 'certificate-signing.pem'),
    VOXKEEP_GATEWAY_PORT: port?.toString(),
    VOXKEEP_GATEWAY_CERTIFICATE: tls.certificate,
    VOXKEEP_GATEWAY_KEY: tls.key,
    VOXKEEP_EVIDENCE: path.join(layout.data, 'evidence'),
    VOXKEEP_EVIDENCE_LOGS: layout.log,
    VOXKEEP_EVIDENCE_IDENTITY: path.join(layout.keys, 'evidence-identity.txt'),
    VOXKEEP_VAULT: layout.vault,
    VOXKEEP_VAULT_MARK: layout.vaultMark,
    VOXKEEP_JOURNAL: layout.journal,
    VOXKEEP_WITNESS: layout.witness,
    VOXKEEP_WEB: webDirectory,
    VOXKEEP_LOG_KEYS: path.join(layout.keys, 'log'),
    VOXKEEP_COMMUNICATION_STREAMS: path.join(layout.log, 'communication'),
    VOXKEEP_COMMUNICATION_KEYS: path.join(layout.keys, 'communication'),
  };
}

function databaseUrls(program: Program, { addresses, secretOf }: Surroundings): Environment {
  const urls = program.databases.map((name) => {
    const role = roleOf(program.name as ProcessName);
    const instance = registry.find((database) => database.name === name)?.instance ?? 'main';
    const variable = name === 'jobs' ? 'VOXKEEP_JOBS' : `VOXKEEP_DATABASE_${name.toUpperCase()}`;
    return [variable, databaseUrl(addresses[instance], name, role, secretOf(role))] as const;
  });
  return Object.fromEntries(urls);
}

function assign(environment: Record<string, string>, name: string, value: string | undefined): void {
  if (value !== undefined && value !== '') environment[name] = value;
}
