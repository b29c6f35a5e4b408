import { Orphans, Rehearsals, RetentionRules, RetentionRuns, SiteSettings, configurationEntities } from '@voxkeep/configuration';
import { http } from '@voxkeep/contracts';
import { newId } from '@voxkeep/platform';
import { freshDatabase, type FreshDatabase } from '../../../../test/support/database.js';
import { aSite } from '../../../../libs/configuration/src/configuration.fixture.js';
import { RetentionController } from './retention.controller.js';
import { RetentionViews } from './retention-views.js';

describe('the interface of retention', () => {
  let fresh: FreshDatabase;
  let controller: RetentionController;
  let rehearsals: Rehearsals;
  let by: never;
  beforeEach(async () => {
    fresh = await freshDatabase('configuration', configurationEntities);
    const { database } = fresh;
    const { accounts, aUser } = await aSite(database);
    const [rules, settings] = [new RetentionRules(database), new SiteSettings(database)];
    rehearsals = new Rehearsals(database);
    const views = new RetentionViews(rules, rehearsals, new Orphans(database), settings, accounts);
    controller = new RetentionController(rules, rehearsals, new RetentionRuns(database), views, settings);
    by = { userId: await aUser('system-administrator'), demandFresh: () => undefined } as never;
  });
  afterEach(() => fresh.drop());

  const body = (queueId: string | null = null): http.RetentionRuleBody => ({
    ...{ class: 'contact', channel: null, queueId, amount: 2, unit: 'year', ground: 'storage-limitation', reference: null },
  });
  const rehearsed = async (due: number) => {
    const { id } = await controller.rehearse(by);
    const line = {
      class: 'contact',
      store: 'history',
      total: 9,
      due,
      held: 0,
      withoutStart: 0,
      withoutTerm: 0,
      files: 0,
      octets: 0,
    };
    const { rules } = await controller.view();
    const lines = [{ ...line, oldest: null, newest: null, ages: [], samples: [], holds: [] }];
    await rehearsals.finish(id, { rules, holdsHash: 'none', firstRunAt: new Date(), lines });
    return id;
  };

  it('shows a rule as set, and not as in force before it was rehearsed and approved', async () => {
    await controller.create(body(), by);
    expect(await controller.view()).toMatchObject({ rules: [{ amount: 2 }], inForce: [], approvedBy: null });
  });

  it('names who asked and who approved by their login', async () => {
    await controller.create(body(), by);
    const rehearsalId = await rehearsed(3);
    const view = await controller.approve({ rehearsalId, records: 3 }, by);
    expect(view).toMatchObject({
      inForce: [{ class: 'contact', amount: 2 }],
      approvedBy: expect.stringMatching(/^user-/) as string,
      rehearsal: { askedBy: expect.stringMatching(/^user-/) as string },
    });
    expect(() => http.retentionView.parse(view)).not.toThrow();
  });

  it('refuses an approval whose number of records is not the one that was shown', async () => {
    const rehearsalId = await rehearsed(3);
    await expect(controller.approve({ rehearsalId, records: 4 }, by)).rejects.toMatchObject({ code: 'retention.records-differ' });
  });

  it('refuses a second rule for the same queue, and a scope for a class that has none', async () => {
    const queueId = newId();
    await controller.create(body(queueId), by);
    await expect(controller.create(body(queueId), by)).rejects.toMatchObject({ code: 'retention.scope-taken' });
    expect(http.retentionRuleBody.safeParse({ ...body(queueId), class: 'staff' }).success).toBe(false);
  });

  it('demands the clause of a statutory term', () => {
    expect(http.retentionRuleBody.safeParse({ ...body(), ground: 'statutory' }).success).toBe(false);
    expect(http.retentionRuleBody.safeParse({ ...body(), ground: 'statutory', reference: 'AO §147' }).success).toBe(true);
  });

  it('keeps the choice whether the directory follows the user', async () => {
    expect(await controller.option({ directoryFollowsUser: true }, by)).toMatchObject({ directoryFollowsUser: true });
  });
});
