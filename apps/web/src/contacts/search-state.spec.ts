import { readFilters, toSearch } from './search-state';

describe('the filters in the address', () => {
  it('are read back, and what does not parse is left out', () => {
    expect(readFilters({ outcome: 'kept', from: '2026-11-01', to: 'yesterday', queueId: 'x', phone: '+3725550100' })).toEqual({
      outcome: 'kept',
      from: '2026-11-01',
    });
  });

  it('send a day as the span from its first to the next first moment', () => {
    const { from, to } = toSearch({ from: '2026-11-22', to: '2026-11-22' });
    expect(new Date(to ?? 0).getTime() - new Date(from ?? 0).getTime()).toBe(24 * 3600 * 1000);
  });
});
