/** How long a contact point must have been known before a request, so that it may vouch for whoever asks (04 d). */
export const knownForDays = 30;
const dayMs = 24 * 3600_000;

/** What is known of a contact point that is to vouch for somebody. */
export interface Vouching {
  /** Since when it is the person's; for a case about contact points alone, since when it is held. */
  readonly since: Date;
  /** Marked as shared, or somebody else has it now. */
  readonly shared: boolean;
}
export type PointStanding = 'eligible' | 'too-new' | 'shared';

/** Whether a contact point vouches for somebody who asked at this time. One that others have vouches for nobody. */
export function standingOf({ since, shared }: Vouching, askedAt: Date): PointStanding {
  if (shared) return 'shared';
  return since.getTime() > askedAt.getTime() - knownForDays * dayMs ? 'too-new' : 'eligible';
}
