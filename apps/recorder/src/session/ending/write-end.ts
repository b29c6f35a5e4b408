import { endsByRule } from '@voxkeep/contracts';
import { idOfFact } from '@voxkeep/platform';
import type { CallFact } from '@voxkeep/recording';
import type { CallLog } from '../books/call-log.js';
import type { PartResult } from './decide-outcome.js';

type End = Pick<Extract<CallFact, { readonly kind: 'end' }>, 'at' | 'atMs' | 'reason' | 'recovered'>;

/**
 * Writes the end of a call with its outcome, and that a rule made it where one did. Both recorders write it here, the one that saw the end
 * and the one that comes after it: should both say the rule, the books have it once.
 */
export function writeEnd(log: Pick<CallLog, 'recordingId' | 'write'>, end: End, result: PartResult): void {
  const { at, atMs, reason, recovered } = end;
  const rule = endsByRule.find((each) => each === reason);
  const id = idOfFact('ended-by-rule', log.recordingId);
  if (rule) log.write({ kind: 'event', at, id, code: `contact.ended.${rule}`, subjectId: null });
  const cause = result.outcome === 'failed' ? result.cause : null;
  log.write({ kind: 'end', at, atMs, reason, recovered, outcome: result.outcome, cause });
}
