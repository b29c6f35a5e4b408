import { nextDay, startOfDay } from './start-of-day.js';

describe('the start of a day', () => {
  it.each([
    ['2026-01-15', 'Europe/Tallinn', '2026-01-14T22:00:00.000Z'],
    ['2026-07-15', 'Europe/Tallinn', '2026-07-14T21:00:00.000Z'],
    ['2026-03-29', 'Europe/Tallinn', '2026-03-28T22:00:00.000Z'],
    ['2026-10-26', 'Europe/Tallinn', '2026-10-25T22:00:00.000Z'],
    ['2026-03-08', 'America/New_York', '2026-03-08T05:00:00.000Z'],
    ['2026-05-01', 'UTC', '2026-05-01T00:00:00.000Z'],
  ])('%s in %s', (day, zone, moment) => {
    expect(startOfDay(day, zone).toISOString()).toBe(moment);
  });

  it('of the next day crosses months', () => {
    expect(nextDay('2026-02-28')).toBe('2026-03-01');
  });
});
