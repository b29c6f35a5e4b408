import { domainEvent, type CodecRefusal, type OfferedCodecName } from '@voxkeep/contracts';
import type { Database } from '@voxkeep/platform';

/** Calls of a trunk that offered a codec in vain. */
export interface RefusedCalls {
  readonly trunkId: string;
  readonly codec: OfferedCodecName;
  readonly reason: CodecRefusal;
  readonly calls: number;
}

/** Tells of codecs that were refused: events alone, since what is counted is looked at in monitoring. */
export class CodecRefusals {
  constructor(private readonly operative: Database) {}

  /** Tells what was counted until `at`, in one transaction. */
  tell(refused: readonly RefusedCalls[], at: Date): Promise<void> {
    return this.operative.transaction(async (t) => {
      await t.append(...refused.map((counted) => domainEvent('trunk.codec-refused.v1', { ...counted, at: at.toISOString() })));
    });
  }
}
