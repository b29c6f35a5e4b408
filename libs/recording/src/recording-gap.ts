import type { GapReason } from '@voxkeep/contracts';

/** A stretch that was not kept, in milliseconds relative to the start of the call; `toMs` is absent while it lasts. */
export interface RecordingGap {
  readonly reason: GapReason;
  readonly fromMs: number;
  readonly toMs?: number;
}
