import { counted, meanMs, reportCsv, totalOf, type ReportRow } from './figures';

const row = (contacts: number, handleSeconds: number, kept: number): ReportRow => ({
  group: 'x',
  contacts,
  handleSeconds,
  kept,
  keptWhole: kept - 1,
  keptWithGaps: 1,
  keptUnchecked: 0,
  refused: 1,
  unanswered: 0,
  withdrawn: 0,
  notAsked: 0,
  off: 0,
  pausedThroughout: 0,
  failed: 0,
  withoutOutcome: contacts - kept - 1,
});

describe('the figures of a report', () => {
  it('add up column by column', () => {
    expect(totalOf([row(3, 60, 2), row(5, 100, 1)], 'Total')).toEqual({
      ...{ ...row(8, 160, 3), group: 'Total', refused: 2, withoutOutcome: 3 },
      ...{ keptWhole: 1, keptWithGaps: 2 },
    });
  });

  it('have a column for every contact', () => {
    const { contacts, kept, ...all } = row(7, 10, 2);
    const parts = ['keptWhole', 'keptWithGaps', 'keptUnchecked'];
    const others = counted.filter((name) => name !== 'kept' && !parts.includes(name)) as (keyof typeof all)[];
    expect(others.reduce((sum, name) => sum + Number(all[name]), kept)).toBe(contacts);
  });

  it('have a mean only when there are contacts', () => {
    expect([meanMs(row(4, 60, 0)), meanMs(row(0, 0, 0))]).toEqual([15_000, 0]);
  });

  it('leave as CSV with one cell under each name', () => {
    const [head, first] = reportCsv('day', [row(3, 60, 2)]);
    expect(head).toHaveLength(15);
    expect(first).toEqual(['x', 3, 60, 2, 1, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0]);
  });
});
