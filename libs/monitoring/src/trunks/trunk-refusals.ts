import { readEvent, type CodecRefusal, type OfferedCodecName } from '@voxkeep/contracts';
import type { Database, OutboxEvent, Transaction } from '@voxkeep/platform';

export interface TrunkRefusalRow {
  readonly codec: OfferedCodecName;
  readonly reason: CodecRefusal;
  readonly calls: number;
  readonly firstAt: Date;
  readonly lastAt: Date;
}

/** What a trunk has not offered for so long is past. */
const forgottenAfter = "interval '90 days'";

/** Brings events of the operative outbox in, inside the relay's transaction on this database; those of other kinds are left alone. */
export async function applyTrunkRefusals(events: readonly OutboxEvent[], t: Transaction): Promise<void> {
  for (const { type, payload } of events) {
    const event = readEvent(type, payload);
    if (event?.type !== 'trunk.codec-refused.v1') continue;
    const { trunkId, codec, reason, calls, at } = event.payload;
    await t.rows(`delete from trunk_refusal where last_at < $1::timestamptz - ${forgottenAfter}`, [at]);
    await t.rows(
      `insert into trunk_refusal (trunk_id, codec, reason, calls, first_at, last_at) values ($1, $2, $3, $4, $5, $5)
       on conflict (trunk_id, codec, reason) do update set calls = trunk_refusal.calls + excluded.calls,
         first_at = least(trunk_refusal.first_at, excluded.first_at), last_at = greatest(trunk_refusal.last_at, excluded.last_at)`,
      [trunkId, codec, reason, calls, at],
      'monitoring.codec-refused',
    );
  }
}

/** Codecs that trunks offered in vain, counted from events. */
export class TrunkRefusals {
  constructor(private readonly monitoring: Database) {}

  /** What a trunk offered in vain within the last 90 days, the most frequent first. */
  listOf(trunkId: string, now: Date): Promise<readonly TrunkRefusalRow[]> {
    return this.monitoring.rows<TrunkRefusalRow>(
      `select codec, reason, calls::float8 as calls, first_at as "firstAt", last_at as "lastAt" from trunk_refusal
       where trunk_id = $1 and last_at >= $2::timestamptz - ${forgottenAfter} order by calls desc, codec, reason`,
      [trunkId, now],
    );
  }
}
