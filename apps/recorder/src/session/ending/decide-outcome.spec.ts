import type { LossCause } from '@voxkeep/contracts';
import { decideOutcome, type EndedPart } from './decide-outcome.js';

const nothingMissing = { missingOursMs: 0, missingTheirsMs: 0, mainCause: null } as const;
const whole = { channel: 'customer', expectedMs: 1000, keptMs: 1000, ...nothingMissing } as const;
const ours = (mainCause: LossCause, missingOursMs = 1000) => ({ ...whole, keptMs: 0, missingOursMs, mainCause });
const ended = (more: Partial<EndedPart>): EndedPart => ({
  ...{ refused: 'unanswered', wasGranted: false, keptOctets: 0, measured: [], vaultFailed: false, allHeld: false },
  ...more,
});

describe('the outcome of a part', () => {
  it.each(['off', 'not-asked', 'unanswered', 'refused', 'withdrawn'] as const)(
    'without a yes at any time is the refusal: %s',
    (refused) => {
      expect(decideOutcome(ended({ refused }))).toEqual({ outcome: refused });
    },
  );

  it.each([
    ['kept', {}, { keptOctets: 8000 }],
    ['failed', { cause: 'no-media' }, {}],
    ['failed', { cause: 'vault' }, { vaultFailed: true }],
    ['kept', {}, { keptOctets: 8000, measured: [whole] }],
    ['kept-with-gaps', {}, { keptOctets: 8000, measured: [whole, { ...whole, channel: 'agent', missingTheirsMs: 900 }] }],
    ['failed', { cause: 'vault' }, { measured: [ours('vault')] }],
    ['failed', { cause: 'journal' }, { measured: [ours('journal')] }],
    ['failed', { cause: 'receive-queue' }, { measured: [ours('receive-queue')] }],
    ['failed', { cause: 'interrupted' }, { measured: [ours('restart')] }],
    ['failed', { cause: 'no-media' }, { measured: [ours('nothing-came')] }],
    ['failed', { cause: 'unexplained' }, { measured: [ours('journal', 500), ours('unexplained', 600), ours('memory', 400)] }],
    ['failed', { cause: 'vault' }, { vaultFailed: true, measured: [ours('journal')] }],
    ['failed', { cause: 'no-media' }, { measured: [{ ...whole, keptMs: 0, missingTheirsMs: 1000 }] }],
    ['paused-throughout', {}, { allHeld: true }],
  ] as const)('under a grant is %s %j when %j', (outcome, more, given) => {
    expect(decideOutcome(ended({ refused: null, wasGranted: true, ...given }))).toEqual({ outcome, ...more });
  });

  it('of a call whose metadata could not be read is that, and not that nobody answered', () => {
    expect(decideOutcome(ended({ isUnreadable: true }))).toEqual({ outcome: 'failed', cause: 'metadata' });
  });

  it.each(['withdrawn', 'refused'] as const)(
    'after a yes that was taken back is withdrawn, whatever was kept (%s)',
    (refused) => {
      expect(decideOutcome(ended({ refused, wasGranted: true, keptOctets: 8000 }))).toEqual({
        outcome: 'withdrawn',
      });
    },
  );

  it('of a recording that its user stopped is kept', () => {
    expect(decideOutcome(ended({ refused: 'off', wasGranted: true, keptOctets: 8000 }))).toEqual({
      outcome: 'kept',
    });
  });
});
