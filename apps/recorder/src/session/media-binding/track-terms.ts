import type { AudioChannel } from '@voxkeep/contracts';
import type { SegmentCodec } from '@voxkeep/recording';

/** What a track is of. `elapsedMs`: milliseconds from the start of the call to a moment of the receiver's clock, or to now. */
export interface TrackTerms {
  readonly index: number;
  /** As whose it is kept; changed only while nothing is, and no loss waits to be told. */
  channel: AudioChannel;
  readonly codec: SegmentCodec;
  readonly elapsedMs: (moment?: number) => number;
}
