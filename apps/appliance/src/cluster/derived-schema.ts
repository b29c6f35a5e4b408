import type { StoreName } from '@voxkeep/contracts';
import { analyticsViewStatements, catalogue, commentStatements, dropAnalyticsViews } from '@voxkeep/personal-data';
import { declareJobTables, liveColumns, openDatabase, type Database } from '@voxkeep/platform';
import { startPatienceMs } from '../../../../db/cluster/connect.js';
import { entitiesOf } from './entities.js';

const derivedFrom = `select obj_description('public'::regnamespace, 'pg_namespace') as hash`;
const withViews: readonly StoreName[] = ['reporting'];

let known: string | undefined;
/** Whatever is classified was declared before the first database asks, and eight ask twice each. */
const hashOfThisRelease = (): string => (known ??= catalogue().hash);

/**
 * What a database has from the catalogue: the comment that classifies each column, and the views for analytics. Made anew only when
 * the catalogue has changed; the comment of schema `public` says from which it was made.
 */
export class DerivedSchema {
  constructor(
    private readonly store: StoreName,
    private readonly url: string,
  ) {
    declareJobTables();
  }

  /** Takes away what stands in the way of migrations. */
  forget(): Promise<void> {
    return this.unlessMade(async (database) => {
      if (withViews.includes(this.store)) await database.rows(dropAnalyticsViews);
    });
  }

  /** Takes it away, so that the next start makes it anew; for a database that goes back to an earlier schema. */
  async unmake(): Promise<void> {
    await this.open(async (database) => {
      if (withViews.includes(this.store)) await database.rows(dropAnalyticsViews);
      await database.rows('comment on schema public is null');
    });
  }

  /** Makes it from the catalogue of this release. */
  make(): Promise<void> {
    return this.unlessMade(async (database) => {
      const live = await liveColumns(database);
      const there = new Set(live.map(({ schema, table, column }) => `"${schema}"."${table}"."${column}"`));
      const comments = commentStatements(this.store).filter((statement) => there.has(statement.split(' ')[3] ?? ''));
      const views = withViews.includes(this.store) ? analyticsViewStatements(this.store, live) : [];
      await database.rows([...comments, ...views, this.mark()].join(';\n'));
    });
  }

  private mark(): string {
    return `comment on schema public is 'derived from catalogue ${hashOfThisRelease()}'`;
  }

  private unlessMade(work: (database: Database) => Promise<void>): Promise<void> {
    return this.open(async (database) => {
      const [row] = await database.rows<{ hash: string | null }>(derivedFrom);
      if (row?.hash !== `derived from catalogue ${hashOfThisRelease()}`) await work(database);
    });
  }

  private async open(work: (database: Database) => Promise<void>): Promise<void> {
    const options = { url: this.url, poolSize: 1, program: 'voxkeep appliance', connectWithinMs: startPatienceMs };
    const database = await openDatabase(this.store, options, entitiesOf[this.store]);
    try {
      await work(database);
    } finally {
      await database.close();
    }
  }
}
