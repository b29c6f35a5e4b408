import type { Provider } from '@nestjs/common';
import { databaseNames, type DatabaseName } from '@voxkeep/contracts';
import type { SqlPort } from '@voxkeep/personal-data';
import { databaseToken, type Database } from '@voxkeep/platform';

/** The seven databases side by side: what is searched, reported and erased is always all of them. */
export class SevenDatabases {
  readonly #byName: ReadonlyMap<DatabaseName, Database>;

  constructor(databases: readonly Database[]) {
    this.#byName = new Map(databases.map((database) => [database.name as DatabaseName, database]));
  }

  /** One of them by name; the module gives all seven. */
  of(name: DatabaseName): Database {
    return this.#byName.get(name) as Database;
  }

  /** A reading port per database, for `traceSubject`. */
  ports(): Record<DatabaseName, SqlPort> {
    const port = (name: DatabaseName): SqlPort => ({ rows: (sql, params) => this.of(name).rows(sql, params) });
    return Object.fromEntries(databaseNames.map((name) => [name, port(name)])) as Record<DatabaseName, SqlPort>;
  }
}

/** Gathers the seven databases that the database modules export. */
export const sevenDatabases: Provider = {
  provide: SevenDatabases,
  inject: databaseNames.map(databaseToken),
  useFactory: (...databases: Database[]) => new SevenDatabases(databases),
};
