import type { RefusalReason } from '@voxkeep/consent';
import type { WithdrawalRule } from '@voxkeep/contracts';
import type { CallFact } from '@voxkeep/recording';
import type { KeptRecording } from '../media-binding/kept-recording.js';
import type { Track } from '../media-binding/track.js';
import type { ConsentDesk } from '../consent/consent-desk.js';
import type { SessionTerms } from '../session-terms.js';

/** Why nothing may be kept any more, of whom, and what a withdrawal does to what was kept. */
export interface NoMore {
  readonly refused: RefusalReason;
  readonly tracks: readonly Track[];
  readonly rule: WithdrawalRule;
  readonly facts: readonly CallFact[];
}

/**
 * Takes nothing from now on. A no also counts for what was kept before, though nothing is taken any more, since its user had stopped it or
 * the call is over. A user who stops takes nothing back.
 */
export function endKeeping(
  kept: Pick<KeptRecording, 'isActive' | 'stop' | 'takeBack'>,
  { refused, tracks, rule, facts }: NoMore,
): void {
  if (kept.isActive) {
    if (refused === 'off') kept.stop(tracks, 'pause', 'keep');
    else kept.stop(tracks, 'consent-withdrawn', rule);
    return;
  }
  const isNo = refused === 'withdrawn' || refused === 'refused';
  if (isNo && rule === 'destroy' && facts.some(({ kind }) => kind === 'grant')) kept.takeBack();
}

/** What becomes of audio that was kept before the no that stands: one that was said before the call is no matter of the policy. */
export function ruleOfNo(
  { isRefusedBefore }: Pick<ConsentDesk, 'isRefusedBefore'>,
  { rules }: Pick<SessionTerms, 'rules'>,
): WithdrawalRule {
  return isRefusedBefore ? 'destroy' : (rules?.recording?.onWithdrawal ?? 'destroy');
}
