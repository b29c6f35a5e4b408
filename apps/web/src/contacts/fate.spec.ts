import type { http } from '@voxkeep/contracts';
import { toldFate } from './fate';

const counted = (channel: 'customer' | 'agent', keptMs: number, removedBy: http.ChannelMeasure['removedBy'] = null) => ({
  ...{ part: 'agent' as const, channel, expectedMs: 9900, keptMs, removedMs: removedBy === null ? 0 : 9900 - keptMs, removedBy },
  ...{ missingOursMs: 0, missingTheirsMs: 0, mainCause: null, restMissing: false },
});
const both = (...about: [number, http.ChannelMeasure['removedBy']?]) => [
  counted('customer', ...about),
  counted('agent', ...about),
];

describe('what is told to have become of a recording', () => {
  it.each([
    ['destroyed', both(0, 'withdrawal')],
    ['partly-destroyed', both(4000, 'withdrawal')],
    ['partly-destroyed', [counted('customer', 0, 'withdrawal'), counted('agent', 9900)]],
    ['removed', both(0, 'term-or-erasure')],
    ['partly-removed', both(4000, 'term-or-erasure')],
    ['kept', both(9900)],
    ['nothing', both(0)],
  ] as const)('after a no is what its measures tell: %s', (fate, measures) => {
    expect(toldFate({ part: 'agent', outcome: 'withdrawn' }, measures)).toBe(fate);
  });

  it.each([
    ['destroyed', both(0, 'withdrawal')],
    ['removed', both(0, 'term-or-erasure')],
    [undefined, both(9900)],
    [undefined, both(0)],
  ] as const)('beside another outcome is only what went since: %s', (fate, measures) => {
    expect(toldFate({ part: 'agent', outcome: 'kept' }, measures)).toBe(fate);
  });

  it('is nothing where nobody counted, and where another part was counted', () => {
    expect(toldFate({ part: 'agent', outcome: 'withdrawn' }, [])).toBeUndefined();
    expect(toldFate({ part: 'automated', outcome: 'withdrawn' }, both(0, 'withdrawal'))).toBeUndefined();
  });
});
