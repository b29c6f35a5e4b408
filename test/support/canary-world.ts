import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { databaseNames, type DatabaseName } from '@voxkeep/contracts';
import { connectKeyring, type KeyringClient } from '@voxkeep/keyring';
import { openDatabase, type Database } from '@voxkeep/platform';
import { databaseUrl } from '../../db/cluster/connect.js';
import { entitiesOf } from '../../apps/appliance/src/cluster/entities.js';
import type { TestAppliance } from './appliance.js';

/** The seven databases and the keyring of a running appliance, past its programs: to leave canaries and to look for them. */
export class CanaryWorld {
  private constructor(
    private readonly databases: ReadonlyMap<DatabaseName, Database>,
    /** Seals what operations and the configurator seal. */
    readonly operations: KeyringClient,
    readonly configurator: KeyringClient,
    readonly directory: string,
  ) {}

  static async open({ data }: TestAppliance): Promise<CanaryWorld> {
    const secret = readFileSync(join(data, 'secrets', 'superuser-main'), 'utf8').trim();
    const address = { socketDirectory: join(data, 'run', 'pg-main'), port: 5432 };
    const opened = await Promise.all(
      databaseNames.map(async (name) => {
        const url = databaseUrl(address, name, 'postgres', secret);
        return [name, await openDatabase(name, { url, poolSize: 2, program: 'voxkeep canaries' }, entitiesOf[name])] as const;
      }),
    );
    return new CanaryWorld(new Map(opened), clientIn(data, 'operations'), clientIn(data, 'configurator'), data);
  }

  /** A client of the keyring that has seen no key so far. */
  newClient(name: 'operations' | 'configurator'): KeyringClient {
    return clientIn(this.directory, name);
  }

  of(name: DatabaseName): Database {
    return this.databases.get(name) as Database;
  }

  async close(): Promise<void> {
    for (const client of [this.operations, this.configurator]) client.close();
    await Promise.all([...this.databases.values()].map((database) => database.close()));
  }
}

function clientIn(data: string, name: string): KeyringClient {
  return connectKeyring(join(data, 'run', 'keyring', `${name}.sock`), { watchDestructions: false });
}
