import { randomUUID } from 'node:crypto';
import { domainEvent, type EventPayload } from '@voxkeep/contracts';
import type { OutboxEvent } from '@voxkeep/platform';
import { freshDatabase, type FreshDatabase } from '../../../../test/support/database.js';
import { applyTrunkNotices, TrunkNotices } from './trunk-notices.js';

describe('what was noticed about the calls of a trunk', () => {
  let monitoring: FreshDatabase;
  beforeAll(async () => {
    monitoring = await freshDatabase('monitoring');
  });
  afterAll(() => monitoring.drop());

  const told = (...all: readonly EventPayload<'trunk.noticed.v1'>[]) => {
    const events = all.map((noticed, at): OutboxEvent => {
      const { type, payload } = domainEvent('trunk.noticed.v1', noticed);
      return { type, payload, id: `${at}`, txid: '1', at: new Date() };
    });
    return monitoring.database.transaction((t) => applyTrunkNotices(events, t));
  };

  it('is added up by trunk and notice, with the first and the last time, and past after 90 days', async () => {
    const [trunkId, other] = [randomUUID(), randomUUID()];
    const at = (hour: string) => `2026-11-21T${hour}:00:00.000Z`;
    await told(
      { trunkId, notice: 'foreign-packets', times: 250, at: at('10') },
      { trunkId, notice: 'foreign-packets', times: 50, at: at('12') },
      { trunkId, notice: 'not-marked', times: 1, at: at('11') },
      { trunkId: other, notice: 'not-marked', times: 7, at: at('11') },
    );
    const notices = new TrunkNotices(monitoring.database);
    expect(await notices.listOf(trunkId, new Date('2026-11-22T00:00:00Z'))).toEqual([
      { notice: 'foreign-packets', times: 300, firstAt: new Date(at('10')), lastAt: new Date(at('12')) },
      { notice: 'not-marked', times: 1, firstAt: new Date(at('11')), lastAt: new Date(at('11')) },
    ]);
    expect(await notices.listOf(trunkId, new Date('2027-03-01T00:00:00Z'))).toEqual([]);
    await told({ trunkId: other, notice: 'no-room', times: 1, at: '2027-03-01T00:00:00.000Z' });
    expect(await monitoring.database.rows('select 1 from trunk_notice where trunk_id = $1', [trunkId])).toEqual([]);
  });
});
