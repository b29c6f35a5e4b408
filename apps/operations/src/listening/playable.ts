import type { ClosedPlaybackRecording } from '@voxkeep/history';
import type { KeyOwner } from '@voxkeep/keyring';
import type { PlaybackRecording, SegmentRecord } from '@voxkeep/operative';
import { buildTimeline, type PlaybackTimeline } from '@voxkeep/recording';
import type { ContactStore } from '../access/stores.js';
import { beginOf } from '../contacts/recording-view.js';

/** A recording as found, with the database it lies in. */
export type FoundRecording = (PlaybackRecording | ClosedPlaybackRecording) & { readonly store: ContactStore };

/** The segments whose files are complete; one that is being written, or is empty, has nothing to hear. */
export function completeSegments({ segments }: Pick<FoundRecording, 'segments'>): readonly SegmentRecord[] {
  return segments.filter(({ state, octets }) => (state === 'closed' || state === 'recovered') && octets > 0);
}

/** Where every complete segment stands on the time axis. */
export function timelineOf(recording: FoundRecording): PlaybackTimeline {
  const segments = completeSegments(recording);
  return buildTimeline(
    segments.map(({ id: segmentId, channel, startMs, octets }) => ({ segmentId, channel, startMs, octets })),
    [],
    beginOf(recording),
  );
}

/** Whose key opens a segment: the owner that its row names, of the side whose voice it is; one with both voices is the customer's. */
export function ownerOf({ owner, channel }: Pick<SegmentRecord, 'owner' | 'channel'>): KeyOwner {
  return { ownerId: owner, ownerClass: channel === 'agent' ? 'contact-agent' : 'contact-customer' };
}
