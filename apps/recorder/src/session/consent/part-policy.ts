import type { PartPolicy } from '@voxkeep/consent';
import type { QueueRules, TrunkView } from '@voxkeep/configuration';
import type { AudioChannel } from '@voxkeep/contracts';

/** What decides about one call before it begins. */
export interface PartTerms {
  readonly contactId: string;
  readonly trunk: Pick<TrunkView, 'askedBeforeSeconds'>;
  readonly rules: Pick<QueueRules, 'recording' | 'consent'> | undefined;
  /** Channels that the call has. */
  readonly channels: readonly AudioChannel[];
  readonly startedAt: number;
}

/**
 * The consent gate's policy for the agent part of a call. No recording policy, or none of its tracks in the call, means `off`. One
 * stream with both voices is kept only where both may be.
 */
export function partPolicyOf({ contactId, trunk, rules, channels, startedAt }: PartTerms): PartPolicy {
  const { askedBeforeSeconds } = trunk;
  const keys = rules?.consent ?? null;
  const recording = rules?.recording;
  const kept = recording ? keptChannels(channels, recording.tracks) : [];
  const common = { contactId, channels: kept, keys, startedAt, askedBeforeSeconds, ...standingOf(keys) };
  if (!recording || kept.length === 0) return { ...common, mode: 'off', purpose: recording?.purpose ?? 'quality-check' };
  const destroysOnNo = recording.onWithdrawal === 'destroy';
  return { ...common, mode: recording.mode, purpose: recording.purpose, destroysOnNo };
}

function keptChannels(channels: readonly AudioChannel[], tracks: readonly AudioChannel[]): readonly AudioChannel[] {
  const both = tracks.includes('customer') && tracks.includes('agent');
  return [...new Set(channels)].filter((channel) => (channel === 'mixed' ? both : tracks.includes(channel)));
}

function standingOf(consent: QueueRules['consent']): Pick<PartPolicy, 'acceptsStanding'> {
  return consent?.acceptStanding === true ? { acceptsStanding: true } : {};
}
