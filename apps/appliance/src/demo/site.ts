import path from 'node:path';
import { configurationEntities } from '@voxkeep/configuration';
import type { DatabaseName } from '@voxkeep/contracts';
import { directoryEntities } from '@voxkeep/directory';
import { Seals, connectKeyring, type KeyringClient } from '@voxkeep/keyring';
import { operativeEntities } from '@voxkeep/operative';
import { outboundEntities } from '@voxkeep/outbound';
import { openDatabase, settings, type Database, type EntityClass } from '@voxkeep/platform';
import { databaseUrl } from '../../../../db/cluster/connect.js';
import { roleOf, type ProcessName } from '../../../../db/cluster/registry.js';
import type { Surroundings } from '../supervision/environment.js';
import { patiently } from './patiently.js';

/** Everything is furnished by this program; the audit trail says so. */
export const demo = 'system:demo';

/** The databases and the keyring as the furnishing sees them: what operations and the configurator may do, and nothing more. */
export interface Site {
  readonly configuration: Database;
  readonly directory: Database;
  readonly operative: Database;
  readonly outbound: Database;
  /** As operations: customers, contacts, call lists. */
  readonly keyring: KeyringClient;
  readonly seals: Seals;
  /** As the configurator: staff. */
  readonly staffSeals: Seals;
  readonly now: Date;
  readonly timeZone: string;
}

/** Nobody waits for an answer of the furnishing, while a machine that has just come up is busy. */
const connectWithinMs = 30_000;

/** A site with what has to be closed in the end. */
export interface OpenedSite extends Site {
  close(): Promise<void>;
}

/** Opens the databases of a running appliance under the login roles of operations and the configurator. */
export async function openSite({ addresses, secretOf, layout }: Surroundings): Promise<OpenedSite> {
  const open = (name: DatabaseName, process: ProcessName, entities: readonly EntityClass[]): Promise<Database> => {
    const role = roleOf(process);
    const url = databaseUrl(addresses.main, name, role, secretOf(role));
    return patiently(() => openDatabase(name, { url, poolSize: 4, program: 'voxkeep demo', connectWithinMs }, entities));
  };
  const connect = (client: string): KeyringClient =>
    connectKeyring(path.join(layout.keyringSockets, `${client}.sock`), { watchDestructions: false });
  const [configuration, directory, operative, outbound] = await Promise.all([
    open('configuration', 'configurator', configurationEntities),
    open('directory', 'operations', directoryEntities),
    open('operative', 'operations', operativeEntities),
    open('outbound', 'operations', outboundEntities),
  ]);
  const keyring = connect('operations');
  const staffKeyring = connect('configurator');
  return {
    ...{ configuration, directory, operative, outbound, keyring },
    seals: new Seals(keyring),
    staffSeals: new Seals(staffKeyring),
    now: new Date(),
    timeZone: settings().site.timeZone,
    close: async () => {
      keyring.close();
      staffKeyring.close();
      await Promise.all([configuration, directory, operative, outbound].map((database) => database.close()));
    },
  };
}
