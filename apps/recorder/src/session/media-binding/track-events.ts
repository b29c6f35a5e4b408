import type { StreamNotice } from '../../media/stream-notices.js';
import type { KeptRecording } from './kept-recording.js';
import type { Track, TrackEvents } from './track.js';

/** Who hears of keys and oddities of a track. */
export interface TrackEars {
  mediaDigit(track: Track, key: string, releasedAt: number): void;
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
    onDigit: (track, key, releasedAt) => {
      ears.mediaDigit(track, key, releasedAt);
    },
    onNotice: (track, notice) => {
      ears.notice(track, notice);
    },
  };
}
