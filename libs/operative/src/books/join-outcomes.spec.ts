import { recordingOutcomes, type RecordingOutcome } from '@voxkeep/contracts';
import { joinOutcomes, type Outcome } from './join-outcomes.js';

const of = (outcome: RecordingOutcome): Outcome => (outcome === 'failed' ? { outcome, cause: 'vault' } : { outcome });

describe('the outcome of a part with two sessions', () => {
  it.each([
    ['kept', 'kept', 'kept'],
    ['kept', 'kept-with-gaps', 'kept-with-gaps'],
    ['kept', 'failed', 'kept-with-gaps'],
    ['kept-unchecked', 'failed', 'kept-with-gaps'],
    ['kept', 'kept-unchecked', 'kept-unchecked'],
    ['kept', 'refused', 'kept'],
    ['kept', 'withdrawn', 'kept-with-gaps'],
    ['kept-with-gaps', 'withdrawn', 'kept-with-gaps'],
    ['kept-unchecked', 'withdrawn', 'kept-with-gaps'],
    ['failed', 'withdrawn', 'withdrawn'],
    ['refused', 'withdrawn', 'withdrawn'],
    ['failed', 'unanswered', 'failed'],
    ['refused', 'unanswered', 'refused'],
    ['off', 'not-asked', 'not-asked'],
  ] as const)('of %s and %s is %s, whichever came first', (one, other, joined) => {
    expect(joinOutcomes(of(one), of(other)).outcome).toBe(joined);
    expect(joinOutcomes(of(other), of(one)).outcome).toBe(joined);
  });

  it('is known for every pair, and has a cause exactly where it is failed', () => {
    for (const one of recordingOutcomes)
      for (const other of recordingOutcomes) {
        const { outcome, cause = null } = joinOutcomes(of(one), of(other));
        expect(recordingOutcomes).toContain(outcome);
        expect(cause !== null).toBe(outcome === 'failed');
      }
  });
});
