import type { ConsentState, FailureCause, RecordingOutcome } from '@voxkeep/contracts';
import type { RecordingRecord } from '../contacts/contact-detail.js';

/** What the rows say of a part of a contact whose outcome nobody told. */
export interface UntoldPart {
  /** A recorder took the call. */
  readonly hadCall: boolean;
  readonly state: RecordingRecord['state'] | null;
  /** There is a complete file with audio. */
  readonly hasAudio: boolean;
  /** What the customer said last; null when there was no answer. */
  readonly lastWord: Exclude<ConsentState, 'asked'> | null;
}

/** An outcome with the cause that `failed` demands. */
export type UntoldOutcome =
  | { readonly outcome: Exclude<RecordingOutcome, 'failed'>; readonly cause: null }
  | { readonly outcome: 'failed'; readonly cause: FailureCause };

/**
 * The outcome of a part of which nobody told one. What was removed was withdrawn; audio that is there is kept, and nobody counted
 * whether it is all; what the customer refused stays refused; of anything else only the cause is known.
 */
export function decideUntoldOutcome({ hadCall, state, hasAudio, lastWord }: UntoldPart): UntoldOutcome {
  if (!hadCall) return { outcome: 'failed', cause: 'no-call' };
  if (state === 'removed') return { outcome: 'withdrawn', cause: null };
  if (hasAudio) return { outcome: 'kept-unchecked', cause: null };
  if (lastWord === 'refused' || lastWord === 'withdrawn') return { outcome: lastWord, cause: null };
  return { outcome: 'failed', cause: 'interrupted' };
}
