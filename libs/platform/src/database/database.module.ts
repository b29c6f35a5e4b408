import { Module, type DynamicModule, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { TypeOrmModule, getDataSourceToken } from '@nestjs/typeorm';
import type { StoreName } from '@voxkeep/contracts';
import { DataSource } from 'typeorm';
import { Readiness } from '../http/readiness.js';
import { settings } from '../settings/settings.js';
import { assertClassified } from './catalogue-check.js';
import { Database } from './database.js';
import { dataSourceOptions, type EntityClass } from './open-database.js';
import { checkSchema } from './schema-version.js';

/** Injection token of a process's `Database` of this name: `@Inject(databaseToken('operative'))`. */
export function databaseToken(name: StoreName): string {
  return `database ${name}`;
}

/**
 * Opens one database for a process: data source and repositories under the database's name, and the `Database` itself. At
 * start-up it refuses a schema that this program does not fit and a column that nobody classified.
 */
export function databaseModule(name: Exclude<StoreName, 'jobs'>, entities: readonly EntityClass[]): DynamicModule {
  const address = () => settings().database[name];
  const source = TypeOrmModule.forRootAsync({
    name,
    useFactory: () => ({ ...dataSourceOptions(name, address(), entities), retryAttempts: 0 }),
  });
  const repositories = TypeOrmModule.forFeature(entities as Parameters<typeof TypeOrmModule.forFeature>[0], name);
  const database = {
    provide: databaseToken(name),
    inject: [getDataSourceToken(name)],
    useFactory: (opened: DataSource) => new Database(name, opened, address().directUrl ?? address().url),
  };
  const watch = {
    provide: `start and end of ${databaseToken(name)}`,
    inject: [databaseToken(name), { token: Readiness, optional: true }],
    useFactory: (opened: Database, readiness?: Readiness) => new DatabaseLife(opened, readiness),
  };
  return {
    module: DatabaseModule,
    imports: [source, repositories],
    providers: [database, watch],
    exports: [database, repositories],
  };
}

@Module({})
class DatabaseModule {}

/** Checks the schema before the first request, reports whether the database answers, and stops listening before it closes. */
class DatabaseLife implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(
    private readonly database: Database,
    private readonly readiness: Readiness | undefined,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await checkSchema(this.database);
    await assertClassified(this.database);
    this.readiness?.register(this.database.name, () => this.database.rows('select 1'));
  }

  async onApplicationShutdown(): Promise<void> {
    await this.database.close();
  }
}
