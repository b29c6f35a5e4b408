import { randomUUID } from 'node:crypto';
import {
  buildErasurePlan,
  buildReportPlan,
  catalogue,
  compareSchema,
  planErasure,
  Sealed,
  traceSubject,
} from '@voxkeep/personal-data';
import { liveColumns } from '@voxkeep/platform';
import { freshDatabase, type FreshDatabase } from '../../../../test/support/database.js';
import { Attempts } from '../attempts/attempts.js';
import { BlockedNumbers } from '../blocked-numbers/blocked-numbers.js';
import { Campaigns } from '../campaigns/campaigns.js';
import { outboundEntities } from '../entities/outbound-entities.js';
import { CallLists } from './call-lists.js';
import type { ImportRow } from './import-types.js';

const by = randomUUID();

describe('the outbound database', () => {
  let outbound: FreshDatabase;
  let campaigns: Campaigns;
  let lists: CallLists;
  let blocked: BlockedNumbers;
  let attempts: Attempts;
  beforeAll(async () => {
    outbound = await freshDatabase('outbound');
    campaigns = new Campaigns(outbound.database);
    lists = new CallLists(outbound.database);
    blocked = new BlockedNumbers(outbound.database);
    attempts = new Attempts(outbound.database);
  });
  afterAll(() => outbound.drop());

  const aCampaign = async (queueId: string | null = null) => {
    const made = await campaigns.create({ name: randomUUID(), queueId, mode: 'preview' }, by);
    if (made === 'name-taken') throw new Error('the name is random');
    return made.id;
  };
  const aList = async (campaignId?: string) => {
    const made = await lists.create(campaignId ?? (await aCampaign()), randomUUID(), by);
    if (made === 'name-taken') throw new Error('the name is random');
    return made.id;
  };
  const row = (...contactPointIds: string[]): ImportRow => ({
    customerId: randomUUID(),
    personId: null,
    contactPointIds,
    externalId: new Sealed(Buffer.alloc(60, 3)),
    priority: 5,
    timeZone: 'Europe/Tallinn',
  });

  describe('an import', () => {
    it('counts what became of each line', async () => {
      const list = await aList();
      const [one, two, three, objected] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
      await blocked.block(objected, 'do-not-call', by);
      const rejected = [{ line: 7, column: 'phone', code: 'phone.invalid' }];
      const result = await lists.import(
        list,
        [row(one), row(two, one), row(objected), row(objected, three), row(three)],
        rejected,
        by,
      );
      expect(result).toMatchObject({ accepted: 2, duplicates: 2, blocked: 1, rejected });
      expect(
        await outbound.database.rows('select file_rows, accepted, rejected, errors from list_import where id = $1', [
          result.importId,
        ]),
      ).toEqual([{ file_rows: 6, accepted: 2, rejected: 1, errors: rejected }]);
    });

    it('adds nothing when the same file comes again', async () => {
      const list = await aList();
      const file = [row(randomUUID()), row(randomUUID())];
      await lists.import(list, file, [], by);
      expect(
        await lists.import(
          list,
          file.map((one) => ({ ...one, customerId: randomUUID() })),
          [],
          by,
        ),
      ).toMatchObject({ accepted: 0, duplicates: 2 });
    });

    it('takes a line once when two imports bring it at the same time', async () => {
      const list = await aList();
      const point = randomUUID();
      const results = await Promise.all([1, 2, 3].map(() => lists.import(list, [row(point)], [], by)));
      expect(results.map(({ accepted }) => accepted).sort()).toEqual([0, 0, 1]);
    });

    it('of an empty file is an import of nothing', async () => {
      expect(await lists.import(await aList(), [], [], by)).toMatchObject({ accepted: 0, duplicates: 0, blocked: 0 });
    });

    it('into a list that is not there is refused', async () => {
      await expect(lists.import(randomUUID(), [], [], by)).rejects.toMatchObject({ code: 'call-list.missing' });
    });
  });

  describe('a campaign', () => {
    it('is listed to those who may see its queue, with the number of its customers', async () => {
      const queueId = randomUUID();
      const campaign = await aCampaign(queueId);
      await lists.import(await aList(campaign), [row(randomUUID())], [], by);
      expect(await campaigns.list([queueId])).toMatchObject([{ id: campaign, state: 'stopped', customers: 1 }]);
      expect(await campaigns.list([])).toEqual([]);
      expect(await lists.ofCampaign(campaign)).toMatchObject([{ customers: 1 }]);
    });

    it('has a name of its own', async () => {
      const name = randomUUID();
      await campaigns.create({ name, queueId: null, mode: 'preview' }, by);
      expect(await campaigns.create({ name, queueId: null, mode: 'preview' }, by)).toBe('name-taken');
    });

    it('starts once, and tells so once', async () => {
      const campaign = await aCampaign();
      expect([
        await campaigns.changeState(campaign, 'started', by),
        await campaigns.changeState(campaign, 'started', by),
      ]).toEqual(['changed', 'unchanged']);
      const told = await outbound.database.rows(`select type from outbox where payload ->> 'campaignId' = $1`, [campaign]);
      expect(told).toEqual([{ type: 'campaign.started.v1' }]);
    });
  });

  it('keeps the first reason of a blocked number until it is freed', async () => {
    const point = randomUUID();
    expect([await blocked.block(point, 'do-not-call', by), await blocked.block(point, 'wrong-number', by)]).toEqual([
      'blocked',
      'already-blocked',
    ]);
    expect([...(await blocked.among([point, randomUUID()]))]).toEqual([point]);
    expect([await blocked.unblock(point, by), await blocked.unblock(point, by)]).toEqual([true, false]);
  });

  it('keeps the first result of an attempt', async () => {
    const line = row(randomUUID());
    await lists.import(await aList(), [line], [], by);
    const attempt = { id: randomUUID(), customerId: line.customerId, contactId: null, at: new Date() };
    const contactId = randomUUID();
    await attempts.begin(attempt, by);
    await attempts.begin(attempt, by);
    expect([
      await attempts.finish(attempt.id, 'reached', contactId, by),
      await attempts.finish(attempt.id, 'busy', null, by),
    ]).toEqual(['finished', 'already-finished']);
    expect(await attempts.ofCustomer(line.customerId)).toEqual([{ ...attempt, contactId, result: 'reached' }]);
  });

  it('classifies every live column exactly once', async () => {
    expect(outboundEntities).toHaveLength(7);
    expect(compareSchema(catalogue(), 'outbound', await liveColumns(outbound.database))).toEqual([]);
  });

  it('erases a customer with phones and attempts, found by the number alone', async () => {
    const point = randomUUID();
    const [line, other] = [row(point, randomUUID()), row(randomUUID())];
    await lists.import(await aList(), [line, other], [], by);
    await attempts.begin({ id: randomUUID(), customerId: line.customerId, contactId: null, at: new Date() }, by);
    await blocked.block(point, 'do-not-call', by);
    const ports = {
      outbound: {
        rows: (sql: string, params: readonly unknown[]) => outbound.database.rows<Record<string, unknown>>(sql, params),
      },
    };
    const find = () => traceSubject(buildReportPlan(catalogue()), { 'contact-point': [point] }, ports);
    for (const { sql, params } of planErasure(buildErasurePlan(catalogue()), await find()))
      await outbound.database.rows(sql, params);
    expect((await find()).steps.every(({ rows }) => rows.length === 0)).toBe(true);
    expect(
      await outbound.database.rows('select id from customer where id = any($1)', [[line.customerId, other.customerId]]),
    ).toEqual([{ id: other.customerId }]);
    expect(await attempts.ofCustomer(line.customerId)).toEqual([]);
  });
});
