import type { http } from '@voxkeep/contracts';

/** The certainty about who asks that recordings need (04 d). */
const recordingsLevel = 2;
type Case = Pick<http.CaseDetail, 'verificationLevel' | 'withRecordings'>;

/** What is to be said where recordings are chosen: too unsure for them yet, to be added to the case, or part of it already. */
export function recordingsHint({ verificationLevel, withRecordings }: Case): 'unsure' | 'added' | 'asked' {
  if (verificationLevel < recordingsLevel) return 'unsure';
  return withRecordings ? 'asked' : 'added';
}

/** Whether it can still be made surer who asks, so that the answer may hold recordings. */
export function mayVerifyForRecordings({
  kind,
  state,
  verificationLevel,
}: Pick<http.CaseDetail, 'kind' | 'state' | 'verificationLevel'>) {
  const over: readonly http.CaseDetail['state'][] = ['closed', 'refused', 'partly-refused', 'duplicate', 'withdrawn'];
  return (kind === 'report' || kind === 'portability') && !over.includes(state) && verificationLevel < recordingsLevel;
}
