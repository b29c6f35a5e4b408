import { configurationEntities } from '@voxkeep/configuration';
import { storeNames, type StoreName } from '@voxkeep/contracts';
import { directoryEntities } from '@voxkeep/directory';
import { historyEntities } from '@voxkeep/history';
import { keyringEntities } from '@voxkeep/keyring';
import { monitoringEntities } from '@voxkeep/monitoring';
import { operativeEntities } from '@voxkeep/operative';
import { outboundEntities } from '@voxkeep/outbound';
import { buildErasurePlan, buildReportPlan, catalogue, commentStatements, compareSchema } from '@voxkeep/personal-data';
import { declareJobTables, liveColumns, type EntityClass } from '@voxkeep/platform';
import { reportingEntities } from '@voxkeep/reporting';
import { freshDatabase } from '../support/database';

const entities: Readonly<Record<StoreName, readonly EntityClass[]>> = {
  configuration: configurationEntities,
  directory: directoryEntities,
  operative: operativeEntities,
  outbound: outboundEntities,
  monitoring: monitoringEntities,
  reporting: reportingEntities,
  history: historyEntities,
  keyring: keyringEntities,
  jobs: [],
};

describe('the personal-data catalogue', () => {
  beforeAll(declareJobTables);

  it.each(storeNames)('classifies every column of the live schema of %s exactly once', async (store) => {
    const fresh = await freshDatabase(store, entities[store]);
    const live = await liveColumns(fresh.database);
    await fresh.drop();
    expect(live.length).toBeGreaterThan(10);
    expect(compareSchema(catalogue(), store, live)).toEqual([]);
  });

  it('names a column that nobody classified, and says what to write', async () => {
    const fresh = await freshDatabase('directory', directoryEntities);
    await fresh.database.rows('alter table person add column shoe_size text');
    const live = await liveColumns(fresh.database);
    await fresh.drop();
    expect(compareSchema(catalogue(), 'directory', live)).toEqual([
      expect.objectContaining({
        kind: 'unknown-column',
        table: expect.stringContaining('person') as string,
        column: 'shoe_size',
        write: expect.stringContaining('@Personal') as string,
      }),
    ]);
  });

  it('reaches every personal table from a person or a contact point, for the report and for erasure alike', () => {
    const report = buildReportPlan(catalogue());
    const erasure = buildErasurePlan(catalogue());
    expect(report.steps.length).toBeGreaterThan(20);
    expect(new Set(erasure.steps.map((step) => step.entity))).toEqual(new Set(report.steps.map((step) => step.entity)));
  });

  it('comments every personal column of a database in the database itself', async () => {
    const fresh = await freshDatabase('directory', directoryEntities);
    for (const statement of commentStatements('directory')) await fresh.database.rows(statement);
    const [commented] = await fresh.database.rows<{ count: number }>(
      `select count(*)::int as count from pg_description where objsubid > 0 and description like '%pd:%'`,
    );
    await fresh.drop();
    expect(commented?.count).toBeGreaterThan(2);
  });
});
