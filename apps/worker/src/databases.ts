import type { FactoryProvider } from '@nestjs/common';
import { databaseNames, type DatabaseName } from '@voxkeep/contracts';
import { databaseToken, type Database } from '@voxkeep/platform';

/** The seven databases of this process by name. */
export class Databases {
  private readonly byName: ReadonlyMap<string, Database>;

  constructor(databases: readonly Database[]) {
    this.byName = new Map(databases.map((database) => [database.name, database]));
  }

  /** The database of this name; every one of the seven is there. */
  of(name: DatabaseName): Database {
    return this.byName.get(name) as Database;
  }

  all(): readonly Database[] {
    return [...this.byName.values()];
  }
}

export const databasesProvider: FactoryProvider<Databases> = {
  provide: Databases,
  inject: databaseNames.map(databaseToken),
  useFactory: (...databases: Database[]) => new Databases(databases),
};
