import { reportRow } from './report-row.js';

const counts = {
  ...{ group: 'queue', contacts: 12, handleSeconds: 60, kept: 3, keptWhole: 1, keptWithGaps: 1, keptUnchecked: 1 },
  ...{ refused: 1, unanswered: 1, withdrawn: 1, notAsked: 1, off: 1, pausedThroughout: 1, failed: 1 },
};

describe('a row of the report', () => {
  it('counts what has no outcome yet, so that it adds up', () => {
    expect(reportRow(counts, 'Sales')).toEqual({ ...counts, group: 'Sales', withoutOutcome: 2 });
  });
});
