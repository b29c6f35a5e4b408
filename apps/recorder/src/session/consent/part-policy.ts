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
  const recording = rules?.recording ?? undefined;
  const tracks: readonly AudioChannel[] = recording?.tracks ?? [];
  const both = tracks.includes('customer') && tracks.includes('agent');
  const kept = [...new Set(channels)].filter((channel) => (channel === 'mixed' ? both : tracks.includes(channel)));
  return {
    contactId,
    purpose: recording?.purpose ?? 'quality-check',
    mode: recording && kept.length > 0 ? recording.mode : 'off',
    channels: kept,
    keys: rules?.consent ?? null,
    startedAt,
    askedBeforeSeconds: trunk.askedBeforeSeconds,
  };
}
