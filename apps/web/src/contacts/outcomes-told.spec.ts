import { outcomesIn } from './outcomes-told';

describe('the words for outcomes in a list', () => {
  it('are told once each, and a call that goes on is told from one that waits, and from one whose outcome nobody has told', () => {
    const at = '2026-11-29T18:08:01.000Z';
    const over = { closedAt: at, waitsSince: null, erasedAt: null };
    const goesOn = { closedAt: null, waitsSince: null, erasedAt: null };
    const rows = [
      { outcome: 'off', ...over },
      { outcome: null, ...over },
      { outcome: null, ...goesOn },
      { outcome: null, ...goesOn, waitsSince: at },
      { outcome: 'kept', ...over },
      { outcome: 'off', ...over },
    ] as const;
    expect(outcomesIn(rows)).toEqual(['kept', 'off', 'none', 'waits', 'untold']);
  });

  it('say of an erased contact that it was erased, and no other thing, whatever is left of it', () => {
    const at = '2026-11-29T18:08:01.000Z';
    const erased = { erasedAt: at, waitsSince: null, closedAt: at };
    const rows = [
      { outcome: 'kept', ...erased },
      { outcome: null, ...erased },
      { outcome: null, ...erased, closedAt: null },
      { outcome: null, ...erased, closedAt: null, waitsSince: at },
    ] as const;
    expect(outcomesIn(rows)).toEqual(['erased']);
  });
});
