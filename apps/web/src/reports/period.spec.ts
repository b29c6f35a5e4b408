import { fullPeriod, readPeriod } from './period';

describe('the period of a report', () => {
  it('is read from the address, and what does not parse is left out', () => {
    expect(readPeriod({ from: '2026-11-01', to: 'now', by: 'agent' })).toEqual({ from: '2026-11-01' });
  });

  it('is the last seven days unless something else is chosen', () => {
    expect(fullPeriod({}, new Date(2026, 10, 3, 23, 59))).toEqual({ from: '2026-10-28', to: '2026-11-03', by: 'queue' });
  });

  it('ends on the chosen day', () => {
    expect(fullPeriod({ to: '2026-03-01', by: 'day' }, new Date(2026, 10, 3))).toEqual({
      from: '2026-02-23',
      to: '2026-03-01',
      by: 'day',
    });
  });
});
