import { outcomesIn } from './outcomes-told';

describe('the words for outcomes in a list', () => {
  it('are told once each, and a call that goes on is told from one whose outcome nobody has told', () => {
    const [closedAt, goesOn] = ['2026-11-29T18:08:01.000Z', null];
    const rows = [
      { outcome: 'off', closedAt },
      { outcome: null, closedAt },
      { outcome: null, closedAt: goesOn },
      { outcome: 'kept', closedAt },
      { outcome: 'off', closedAt },
    ] as const;
    expect(outcomesIn(rows)).toEqual(['kept', 'off', 'none', 'untold']);
  });
});
