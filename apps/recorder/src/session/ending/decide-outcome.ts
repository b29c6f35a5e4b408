import type { RefusalReason } from '@voxkeep/consent';
import { lossCauses, type FailureCause, type LossCause, type RecordingOutcome } from '@voxkeep/contracts';
import type { MeasuredChannel } from '@voxkeep/recording';

type OurLoss = { [Cause in LossCause]: (typeof lossCauses)[Cause] extends 'ours' ? Cause : never }[LossCause];

/** What is known of a call when everything about it has been told. */
export interface EndedPart {
  /** What the gate said last; null is a yes. */
  readonly refused: RefusalReason | null;
  /** There was a yes at any time. */
  readonly wasGranted: boolean;
  /** Octets in complete files. */
  readonly keptOctets: number;
  /** What was granted of each channel, and what of it is there. */
  readonly measured: readonly MeasuredChannel[];
  readonly vaultFailed: boolean;
  /** Every stream is held by the other side. */
  readonly allHeld: boolean;
  /** The metadata came and could not be read, so nobody could be told to be the customer. */
  readonly isUnreadable?: boolean;
}

export type PartResult =
  { readonly outcome: Exclude<RecordingOutcome, 'failed'> } | { readonly outcome: 'failed'; readonly cause: FailureCause };

/** The one outcome of a part (05, recording assurance). A user who stops a running recording takes no consent back. */
export function decideOutcome(part: EndedPart): PartResult {
  const { refused, wasGranted } = part;
  if (refused === null || (wasGranted && refused === 'off')) return outcomeUnderGrant(part);
  if (refused === 'unanswered' && part.isUnreadable) return { outcome: 'failed', cause: 'metadata' };
  return { outcome: wasGranted ? 'withdrawn' : refused };
}

/** Kept is only what is whole: every channel that was due, within the tolerance of its edges. */
function outcomeUnderGrant({ keptOctets, measured, vaultFailed, allHeld }: EndedPart): PartResult {
  const isWhole = measured.every(({ missingOursMs, missingTheirsMs }) => missingOursMs + missingTheirsMs === 0);
  if (keptOctets > 0) return { outcome: isWhole ? 'kept' : 'kept-with-gaps' };
  if (vaultFailed) return { outcome: 'failed', cause: 'vault' };
  const missing = measured.filter(({ missingOursMs }) => missingOursMs > 0).sort((a, b) => b.missingOursMs - a.missingOursMs);
  if (missing[0]) return { outcome: 'failed', cause: causeOf(missing[0]) };
  return allHeld ? { outcome: 'paused-throughout' } : { outcome: 'failed', cause: 'no-media' };
}

/** Why nothing is there of a channel; what the other side did not bring is no media. */
function causeOf({ mainCause }: MeasuredChannel): FailureCause {
  if (mainCause === null) return 'unexplained';
  if (mainCause === 'restart') return 'interrupted';
  return isOurs(mainCause) ? mainCause : 'no-media';
}

function isOurs(cause: LossCause): cause is OurLoss {
  return lossCauses[cause] === 'ours';
}
