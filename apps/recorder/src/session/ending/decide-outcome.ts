import { isGranted, type Decision } from '@voxkeep/consent';
import type { FailureCause, RecordingOutcome } from '@voxkeep/contracts';

/** What is known of a call when everything about it has been written. */
export interface EndedPart {
  readonly decision: Decision;
  /** There was a yes at any time. */
  readonly wasGranted: boolean;
  readonly keptOctets: number;
  /** The keys to seal with were there. */
  readonly hasKeys: boolean;
  readonly vaultFailed: boolean;
  /** Every stream is held by the other side. */
  readonly allHeld: boolean;
}

export type PartResult =
  { readonly outcome: Exclude<RecordingOutcome, 'failed'> } | { readonly outcome: 'failed'; readonly cause: FailureCause };

/** The one outcome of a part (05, recording assurance). A user who stops a running recording takes no consent back. */
export function decideOutcome(part: EndedPart): PartResult {
  const { decision, wasGranted } = part;
  if (isGranted(decision)) return outcomeUnderGrant(part);
  if (wasGranted && decision.refused === 'off') return outcomeUnderGrant(part);
  return { outcome: wasGranted ? 'withdrawn' : decision.refused };
}

function outcomeUnderGrant({ keptOctets, hasKeys, vaultFailed, allHeld }: EndedPart): PartResult {
  if (keptOctets > 0) return { outcome: 'kept' };
  if (!hasKeys) return { outcome: 'failed', cause: 'keyring' };
  if (vaultFailed) return { outcome: 'failed', cause: 'vault' };
  return allHeld ? { outcome: 'paused-throughout' } : { outcome: 'failed', cause: 'no-media' };
}
