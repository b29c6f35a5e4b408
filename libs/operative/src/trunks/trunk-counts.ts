import { domainEvent, type CodecRefusal, type DomainEvent, type OfferedCodecName, type TrunkNotice } from '@voxkeep/contracts';
import type { Database } from '@voxkeep/platform';

/** What a trunk did: it offered a codec in vain, or something about its calls was noticed. */
export type TrunkDeed = { readonly codec: OfferedCodecName; readonly reason: CodecRefusal } | { readonly notice: TrunkNotice };

/** How often a trunk did something. */
export type TrunkCount = TrunkDeed & { readonly trunkId: string; readonly times: number };

/** Tells what was counted of trunks: events alone, since what is counted is looked at in monitoring. */
export class TrunkCounts {
  constructor(private readonly operative: Database) {}

  /** Tells what was counted until `at`, in one transaction. */
  tell(counted: readonly TrunkCount[], at: Date): Promise<void> {
    return this.operative.transaction(async (t) => {
      await t.append(...counted.map((count) => eventOf(count, at.toISOString())));
    });
  }
}

function eventOf(count: TrunkCount, at: string): DomainEvent {
  const { trunkId, times } = count;
  if ('notice' in count) return domainEvent('trunk.noticed.v1', { trunkId, at, notice: count.notice, times });
  return domainEvent('trunk.codec-refused.v1', { trunkId, at, codec: count.codec, reason: count.reason, calls: times });
}
