import { recordsDue, size } from './figures.ts';

describe('figures of a rehearsal', () => {
  it('add up what goes in all classes and databases', () => {
    expect(recordsDue({ lines: [{ due: 2 }, { due: 3 }] as never })).toBe(5);
  });

  it('say sizes in the unit that reads best', () => {
    expect([size(0, 'en'), size(999, 'en'), size(1_200_000, 'en'), size(3e15, 'en')]).toEqual([
      '0 byte',
      '999 byte',
      '1.2 MB',
      '3,000 TB',
    ]);
  });
});
