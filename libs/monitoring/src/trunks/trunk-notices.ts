import { readEvent, type TrunkNotice } from '@voxkeep/contracts';
import type { Database, OutboxEvent, Transaction } from '@voxkeep/platform';

export interface TrunkNoticeRow {
  readonly notice: TrunkNotice;
  readonly times: number;
  readonly firstAt: Date;
  readonly lastAt: Date;
}

/** What was not noticed of a trunk for so long is past. */
const forgottenAfter = "interval '90 days'";

/** Brings events of the operative outbox in, inside the relay's transaction on this database; those of other kinds are left alone. */
export async function applyTrunkNotices(events: readonly OutboxEvent[], t: Transaction): Promise<void> {
  for (const { type, payload } of events) {
    const event = readEvent(type, payload);
    if (event?.type !== 'trunk.noticed.v1') continue;
    const { trunkId, notice, times, at } = event.payload;
    await t.rows(`delete from trunk_notice where last_at < $1::timestamptz - ${forgottenAfter}`, [at]);
    await t.rows(
      `insert into trunk_notice (trunk_id, notice, times, first_at, last_at) values ($1, $2, $3, $4, $4)
       on conflict (trunk_id, notice) do update set times = trunk_notice.times + excluded.times,
         first_at = least(trunk_notice.first_at, excluded.first_at), last_at = greatest(trunk_notice.last_at, excluded.last_at)`,
      [trunkId, notice, times, at],
      'monitoring.trunk-noticed',
    );
  }
}

/** What was noticed about the calls of trunks, counted from events. */
export class TrunkNotices {
  constructor(private readonly monitoring: Database) {}

  /** What was noticed of a trunk within the last 90 days, the latest first. */
  listOf(trunkId: string, now: Date): Promise<readonly TrunkNoticeRow[]> {
    return this.monitoring.rows<TrunkNoticeRow>(
      `select notice, times::float8 as times, first_at as "firstAt", last_at as "lastAt" from trunk_notice
       where trunk_id = $1 and last_at >= $2::timestamptz - ${forgottenAfter} order by last_at desc, notice`,
      [trunkId, now],
    );
  }
}
