import { randomUUID } from 'node:crypto';
import { freshDatabase, type FreshDatabase } from '../../../../test/support/database.js';
import { TelephonyViews } from '../access/telephony-views.js';
import { program } from '../configuration.fixture.js';
import { configurationEntities } from '../entities.js';
import { Queues } from '../telephony/keepers.js';
import { CategorySwitches, type CategorySwitch } from './category-switches.js';

describe('the switches of categories', () => {
  let fresh: FreshDatabase;
  let switches: CategorySwitches;
  let views: TelephonyViews;
  let queueId: string;
  const one = (values: Partial<CategorySwitch> = {}): CategorySwitch => ({
    category: 'recordings',
    channel: null,
    queueId: null,
    userId: null,
    on: false,
    ...values,
  });
  const audited = async () =>
    (
      await fresh.database.rows<{ action: string; object_id: string }>(
        `select action, object_id from audit_outbox where action like 'category.%' order by id`,
      )
    ).map(({ action, object_id }) => [action, object_id]);

  beforeAll(async () => {
    fresh = await freshDatabase('configuration', configurationEntities);
    switches = new CategorySwitches(fresh.database);
    views = new TelephonyViews(fresh.database, 0);
    const made = await new Queues(fresh.database).create(
      { name: 'Service', channel: 'voice', recordingPolicyId: null, consentPolicyId: null },
      program,
    );
    queueId = 'saved' in made ? made.saved : '';
  });
  afterAll(() => fresh.drop());

  it('are all on at first', async () => {
    expect(await switches.list()).toEqual([]);
  });

  it('are read by the programs as they were set, each change on record', async () => {
    expect(await switches.set([one({ queueId })], program)).toBe('changed');
    const off = await views.collecting();
    expect([off.collects('recordings', { queueId }), off.collects('recordings', { queueId: randomUUID() })]).toEqual([
      false,
      true,
    ]);
    expect(await switches.set([one({ queueId, on: true })], program)).toBe('changed');
    expect((await views.collecting()).collects('recordings', { queueId })).toBe(true);
    expect(await audited()).toEqual([
      ['category.off', `recordings:${queueId}`],
      ['category.on', `recordings:${queueId}`],
    ]);
  });

  it('change nothing when set to what they are', async () => {
    const before = await audited();
    expect(await switches.set([one({ on: true })], program)).toBe('unchanged');
    expect(await audited()).toEqual(before);
  });

  it('are left alone, all of them, when one names a queue that is not there', async () => {
    expect(await switches.set([one(), one({ queueId: randomUUID() })], program)).toBe('unknown-queue');
    expect(await switches.list()).toEqual([]);
  });
});
