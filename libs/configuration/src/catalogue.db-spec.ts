import {
  DataSubjectEntity,
  Pseudonym,
  buildErasurePlan,
  buildReportPlan,
  catalogue,
  compareSchema,
  sealedColumns,
  traceSubject,
} from '@voxkeep/personal-data';
import { liveColumns } from '@voxkeep/platform';
import { freshDatabase, type FreshDatabase } from '../../../test/support/database.js';
import { aSite, program } from './configuration.fixture.js';
import { SecondFactor, UserAccount, configurationEntities } from './index.js';

/** Stands for the contacts of the operative database, over which tables that name a contact are reached. */
@DataSubjectEntity({
  store: 'operative',
  table: 'contact',
  kind: 'event',
  provides: { column: 'id', key: 'contact' },
  reachedBy: [{ column: 'point_id', key: 'contact-point' }],
})
class ContactElsewhere {
  @Pseudonym({ of: 'contact', domain: 'operative', erase: 'delete', label: 'field.contactId' })
  id!: string;
  @Pseudonym({ of: 'contact-point', domain: 'directory', erase: 'delete', label: 'field.contact-point' })
  pointId!: string;
}

let fresh: FreshDatabase;
beforeAll(async () => {
  fresh = await freshDatabase('configuration', configurationEntities);
});
afterAll(() => fresh.drop());

describe('the configuration database and its catalogue', () => {
  it('is read beside contacts of another database', () => {
    expect(catalogue().entity(ContactElsewhere).table).toBe('contact');
  });

  it('classify every column of the live schema, and name none that is not there', async () => {
    expect(compareSchema(catalogue(), 'configuration', await liveColumns(fresh.database as never))).toEqual([]);
  });

  it('map every column to a property that TypeORM knows', async () => {
    for (const entity of configurationEntities) await fresh.database.source.getRepository(entity).find({ take: 1 });
  });

  it('seal what is sealed under the person, in the domain of staff', () => {
    const sealed = [UserAccount, SecondFactor]
      .flatMap((entity) => sealedColumns(entity))
      .map(({ entity, column, owner, ownerClass, domain }) => ({ entity, column, owner, ownerClass, domain }));
    expect(sealed).toEqual([
      { entity: 'configuration.user_account', column: 'display_name', owner: 'person_id', ownerClass: 'person', domain: 'staff' },
      { entity: 'configuration.second_factor', column: 'secret', owner: 'person_id', ownerClass: 'person', domain: 'staff' },
    ]);
  });

  it('find everything about a member of staff from the person alone', async () => {
    const site = await aSite(fresh.database);
    const anna = await site.aUser('agent');
    const { personId } = (await site.accounts.find(anna))!;
    await site.accounts.disable(anna, program);
    const port = { rows: (sql: string, params: readonly unknown[]) => fresh.database.rows<Record<string, unknown>>(sql, params) };
    const trace = await traceSubject(buildReportPlan(catalogue()), { person: [personId] }, { configuration: port });
    const found = trace.steps.filter(({ rows }) => rows.length > 0).map(({ table }) => table);
    expect(found.sort()).toEqual(['role_member', 'user_account', 'user_credential']);
    expect(() => buildErasurePlan(catalogue())).not.toThrow();
  });
});
