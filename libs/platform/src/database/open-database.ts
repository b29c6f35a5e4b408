import type { StoreName } from '@voxkeep/contracts';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { Database } from './database.js';
import { SnakeNamingStrategy } from './snake-naming-strategy.js';

/** How to reach a database. `directUrl` by-passes a pooler for LISTEN and defaults to `url`. */
export interface DatabaseAddress {
  readonly url: string;
  readonly directUrl?: string | undefined;
  readonly poolSize?: number;
  readonly program?: string;
  /** How long a connection may take; 5 s unless told, so that what serves answers in time that it cannot. */
  readonly connectWithinMs?: number;
}

/** Class of an entity or view, as TypeORM takes it. */
// eslint-disable-next-line @typescript-eslint/no-unsafe-function-type -- TypeORM's own type for entity classes
export type EntityClass = Function;

/**
 * TypeORM options of one database. The URL goes to `pg` untouched, which also understands a unix socket
 * (`postgres://role:secret@/operative?host=/run/dir&port=5432`). The schema is only ever changed by migrations.
 */
export function dataSourceOptions(
  name: StoreName,
  address: DatabaseAddress,
  entities: readonly EntityClass[],
): DataSourceOptions {
  return {
    type: 'postgres',
    entities: [...entities],
    namingStrategy: new SnakeNamingStrategy(),
    synchronize: false,
    migrationsRun: false,
    installExtensions: false,
    logging: false,
    poolSize: address.poolSize ?? 4,
    applicationName: address.program ?? `voxkeep ${name}`,
    poolErrorHandler: () => undefined,
    extra: { connectionString: address.url, connectionTimeoutMillis: address.connectWithinMs ?? 5000, idleTimeoutMillis: 30_000 },
  };
}

/** Connects to a database; throws the driver's error when it cannot be reached. The caller closes it. */
export async function openDatabase(
  name: StoreName,
  address: DatabaseAddress,
  entities: readonly EntityClass[] = [],
): Promise<Database> {
  const source = new DataSource(dataSourceOptions(name, address, entities));
  await source.initialize();
  return new Database(name, source, address.directUrl ?? address.url);
}
