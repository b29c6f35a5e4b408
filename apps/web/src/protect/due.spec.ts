import { byUrgency, daysLeft, dueWord, isAnswered } from './due';

const now = Date.parse('2026-11-22T12:00:00Z');

describe('the days left', () => {
  it.each([
    ['2026-11-24T13:00:00Z', 2],
    ['2026-11-22T13:00:00Z', 0],
    ['2026-11-22T11:00:00Z', -1],
  ])('until %s are %d', (dueAt, days) => {
    expect(daysLeft(dueAt, now)).toBe(days);
  });
});

describe('a case whose report was built', () => {
  it('is answered once the report has reached the person, and not before', () => {
    expect([false, true].map((handedOver) => isAnswered({ state: 'reported', handedOver }))).toEqual([false, true]);
  });
});

describe('the word beside a case that is due no more', () => {
  it('says of a report that was handed over that its case is open yet, and of no case that it was answered', () => {
    const told = (state: 'reported' | 'withdrawn') => dueWord({ state, handedOver: true });
    expect([told('reported'), told('withdrawn')]).toEqual(['handedOver', 'nothingDue']);
  });
});

describe('the order of cases', () => {
  it('has the most urgent open case first and answered ones last', () => {
    const at = (state: 'received' | 'closed', openedAt: string, dueAt: string) => ({
      ...{ state, openedAt, dueAt, handedOver: false },
    });
    const [early, late, old, recent] = [
      at('received', '3', '4'),
      at('received', '1', '9'),
      at('closed', '1', '2'),
      at('closed', '2', '3'),
    ];
    expect(byUrgency([old, recent, late, early])).toEqual([early, late, recent, old]);
  });
});
