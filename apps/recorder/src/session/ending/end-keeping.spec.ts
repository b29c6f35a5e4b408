import type { RefusalReason } from '@voxkeep/consent';
import type { WithdrawalRule } from '@voxkeep/contracts';
import type { CallFact } from '@voxkeep/recording';
import type { Track } from '../media-binding/track.js';
import { endKeeping } from './end-keeping.js';

const tracks: readonly Track[] = [];
const grant = { kind: 'grant' } as CallFact;

describe('the end of keeping', () => {
  const done: unknown[][] = [];
  beforeEach(() => (done.length = 0));
  const end = (isActive: boolean, refused: RefusalReason, rule: WithdrawalRule, facts: readonly CallFact[]) => {
    const stop = (_tracks: readonly Track[], reason: string, how: string) => void done.push(['stop', reason, how]);
    endKeeping({ isActive, stop, takeBack: () => void done.push(['take back']) }, { refused, tracks, rule, facts });
  };

  it.each([
    ['withdrawn', 'destroy', 'consent-withdrawn', 'destroy'],
    ['withdrawn', 'keep', 'consent-withdrawn', 'keep'],
    ['refused', 'destroy', 'consent-withdrawn', 'destroy'],
    ['unanswered', 'destroy', 'consent-withdrawn', 'destroy'],
    ['off', 'destroy', 'pause', 'keep'],
  ] as const)('of a recording under way that is %s, under the rule %s: %s, %s', (refused, rule, reason, how) => {
    end(true, refused, rule, [grant]);
    expect(done).toEqual([['stop', reason, how]]);
  });

  it.each(['withdrawn', 'refused'] as const)('takes back what was kept before when it is %s', (refused) => {
    end(false, refused, 'destroy', [grant]);
    expect(done).toEqual([['take back']]);
  });

  it.each([
    ['its user has stopped it', 'off', 'destroy', [grant]],
    ['nobody answered', 'unanswered', 'destroy', [grant]],
    ['the policy keeps what was kept', 'withdrawn', 'keep', [grant]],
    ['nothing was granted', 'refused', 'destroy', []],
  ] as const)('takes nothing back when nothing is under way and %s', (_why, refused, rule, facts) => {
    end(false, refused, rule, facts);
    expect(done).toEqual([]);
  });
});
