import { freshDatabase, type FreshDatabase } from '../../../../test/support/database.js';
import { DerivedSchema } from './derived-schema.js';
import { entitiesOf } from './entities.js';

describe('what a database has from the catalogue', () => {
  let fresh: FreshDatabase;
  beforeEach(async () => {
    fresh = await freshDatabase('reporting', entitiesOf.reporting);
  });
  afterEach(() => fresh.drop());

  const comments = async () =>
    (await fresh.database.rows(`select from pg_description where objsubid > 0 and description like 'p%'`)).length;
  const views = async () =>
    (
      await fresh.database.rows<{ name: string }>(
        `select table_name as name from information_schema.views where table_schema = 'analytics' order by 1`,
      )
    ).map(({ name }) => name);

  it('is a comment on each classified column and a view for each table with persons', async () => {
    await new DerivedSchema('reporting', fresh.url).make();
    expect(await comments()).toBeGreaterThan(10);
    expect(await views()).toEqual(['contact_fact', 'customer_pseudonym']);
  });

  it('is left alone while the catalogue is the same, and made anew for another one', async () => {
    const derived = new DerivedSchema('reporting', fresh.url);
    await derived.make();
    await fresh.database.rows('drop view analytics.contact_fact');
    await derived.forget();
    await derived.make();
    expect(await views()).toEqual(['customer_pseudonym']);
    await fresh.database.rows(`comment on schema public is 'derived from catalogue of another release'`);
    await derived.forget();
    expect(await views()).toEqual([]);
    await derived.make();
    expect(await views()).toEqual(['contact_fact', 'customer_pseudonym']);
  });
});
