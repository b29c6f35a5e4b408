import { randomUUID } from 'node:crypto';
import { domainEvent, type EventPayload } from '@voxkeep/contracts';
import type { OutboxEvent } from '@voxkeep/platform';
import { freshDatabase, type FreshDatabase } from '../../../../test/support/database.js';
import { applyTrunkRefusals, TrunkRefusals } from './trunk-refusals.js';

describe('codecs that a trunk offered in vain', () => {
  let monitoring: FreshDatabase;
  let refusals: TrunkRefusals;
  beforeAll(async () => {
    monitoring = await freshDatabase('monitoring');
    refusals = new TrunkRefusals(monitoring.database);
  });
  afterAll(() => monitoring.drop());

  type Refused = EventPayload<'trunk.codec-refused.v1'>;
  const told = (...all: readonly Refused[]) => {
    const events = all.map((refused, at): OutboxEvent => {
      const { type, payload } = domainEvent('trunk.codec-refused.v1', refused);
      return { type, payload, id: `${at}`, txid: '1', at: new Date() };
    });
    return monitoring.database.transaction((t) => applyTrunkRefusals(events, t));
  };
  const g729 = (trunkId: string, at: string, calls: number): Refused => ({
    ...{ trunkId, at, calls, codec: 'G729', reason: 'codec-not-storable' },
  });

  it('are added up by trunk, codec and reason, with the first and the last time', async () => {
    const [trunkId, other] = [randomUUID(), randomUUID()];
    const opus: Refused = { ...g729(trunkId, '2026-11-21T11:00:00.000Z', 1), codec: 'OPUS' };
    await told(g729(trunkId, '2026-11-21T10:00:00.000Z', 3), g729(trunkId, '2026-11-21T12:00:00.000Z', 11), opus);
    await told(g729(other, '2026-11-21T12:00:00.000Z', 2));
    expect(await refusals.listOf(trunkId, new Date('2026-11-22T00:00:00Z'))).toEqual([
      {
        ...{ codec: 'G729', reason: 'codec-not-storable', calls: 14 },
        ...{ firstAt: new Date('2026-11-21T10:00:00Z'), lastAt: new Date('2026-11-21T12:00:00Z') },
      },
      expect.objectContaining({ codec: 'OPUS', calls: 1 }),
    ]);
  });

  it('are past when none came for 90 days', async () => {
    const trunkId = randomUUID();
    await told(g729(trunkId, '2026-01-01T10:00:00.000Z', 3));
    expect(await refusals.listOf(trunkId, new Date('2026-06-01T00:00:00Z'))).toEqual([]);
    await told(g729(randomUUID(), '2026-06-01T10:00:00.000Z', 1));
    expect(await monitoring.database.rows('select 1 from trunk_refusal where trunk_id = $1', [trunkId])).toEqual([]);
  });
});
