import type { StreamNotice } from '../../media/stream-notices.js';
import type { SegmentWriter } from '../../media/segment-writer.js';
import type { Given } from './first-packets.js';
import type { KeptRecording } from './kept-recording.js';
import type { Loss } from './losses.js';
import type { Track } from './track.js';

/** What a track tells. All of it happens in the turn of a packet, so nothing here may wait. */
export interface TrackEvents {
  /** The first audio since it was wanted: answers the segment that takes it, which begins at `startMs`. `undefined`: none can be begun now. */
  onFirst(track: Track, startMs: number): SegmentWriter | undefined;
  /** The segment took no more because its grant is not durable; it is given up. */
  onFull(track: Track, writer: SegmentWriter): void;
  /** From this moment of the call on audio is due, until it is not. */
  onDue(track: Track, fromMs: number): void;
  onNotDue(track: Track, toMs: number): void;
  onLost(track: Track, loss: Loss): void;
  /** `beganAt`: when the key went down, at the latest, on the receiver's clock. */
  onDigit(track: Track, key: string, released: Given, beganAt: number): void;
  onNotice(track: Track, notice: StreamNotice): void;
}

/** Who hears of keys and oddities of a track. */
export interface TrackEars {
  mediaDigit(track: Track, key: string, released: Given, beganAt: number): void;
  notice(track: Track, notice: StreamNotice): void;
}

/** Leads what a track tells to what is kept of the call, and to its session. */
export function trackEvents(kept: KeptRecording, ears: TrackEars): TrackEvents {
  return {
    onFirst: (track, startMs) => kept.open(track, startMs),
    onFull: (_track, writer) => {
      kept.full(writer);
    },
    onDue: (track, fromMs) => {
      kept.due(track, 'due', fromMs);
    },
    onNotDue: (track, toMs) => {
      kept.due(track, 'not-due', toMs);
    },
    onLost: (track, loss) => {
      kept.lost(track, loss);
    },
    onDigit: (track, key, released, beganAt) => {
      ears.mediaDigit(track, key, released, beganAt);
    },
    onNotice: (track, notice) => {
      ears.notice(track, notice);
    },
  };
}
