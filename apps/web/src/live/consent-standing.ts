import type { http } from '@voxkeep/contracts';

type LiveContact = Pick<http.LiveSnapshot['contacts'][number], 'consent' | 'recording'>;

/**
 * How a consent stands. `asked` stays until an answer comes: a key counts in its window only, but an answer that a system or a user
 * tells counts at any time, and the question may be put again, so silence is no refusal before the call is over. Where a call is
 * recorded although nobody answered, what was said was a notice (`informed`). Which of both it was is `not-known` while the recorder is silent.
 */
export function standingOf({ consent, recording }: LiveContact): string {
  if (consent !== 'asked') return consent;
  if (recording === 'not-known') return recording;
  return recording === 'recording' || recording === 'paused' ? 'informed' : consent;
}
