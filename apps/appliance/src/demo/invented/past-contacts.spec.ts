import { pastContactsOf } from '../furnish.js';
import { openDays } from './opening-hours.js';
import { demoCaller } from './reserved-numbers.js';

const timeZone = 'Europe/Tallinn';
const now = new Date('2026-03-31T09:00:00Z');
const contacts = pastContactsOf({ now, timeZone });
const localHour = (at: Date) => Number(new Intl.DateTimeFormat('en', { timeZone, hour: 'numeric', hourCycle: 'h23' }).format(at));

describe('the days before a furnishing', () => {
  it('open at eight by the clock of the site, also across the change to summer time', () => {
    const days = openDays(now, 6, timeZone);
    expect(days.map(({ opensMs }) => new Date(opensMs).toISOString())).toEqual([
      '2026-03-25T06:00:00.000Z',
      '2026-03-26T06:00:00.000Z',
      '2026-03-27T06:00:00.000Z',
      '2026-03-28T06:00:00.000Z',
      '2026-03-29T05:00:00.000Z',
      '2026-03-30T05:00:00.000Z',
    ]);
  });

  it('have about sixty contacts each', () => {
    expect(contacts.length).toBeGreaterThan(300);
    expect(contacts.length).toBeLessThan(400);
  });
});

describe('the contacts of the past', () => {
  it('are the same for the same day', () => {
    expect(pastContactsOf({ now: new Date('2026-03-31T15:00:00Z'), timeZone })).toEqual(contacts);
  });

  it('begin in opening hours and have ended before now', () => {
    expect(contacts.filter(({ openedAt }) => localHour(openedAt) < 8 || localHour(openedAt) >= 18)).toEqual([]);
    expect(contacts.filter(({ closedAt }) => closedAt >= now)).toEqual([]);
  });

  it('are answered after they began and end after they were answered', () => {
    const inOrder = contacts.every(
      ({ openedAt, connectedAt, closedAt }) => openedAt < (connectedAt ?? closedAt) && (connectedAt ?? openedAt) < closedAt,
    );
    expect(inOrder).toBe(true);
  });

  it('never keep one agent in two calls at once', () => {
    const callsOf = (agent: number) => contacts.filter((contact) => contact.agent === agent);
    for (const calls of [0, 1, 2, 3, 4, 5].map(callsOf))
      expect(calls.every((call, at) => at === 0 || (calls[at - 1]?.closedAt ?? now) < (call.connectedAt ?? now))).toBe(true);
  });

  it('say that nothing was kept, since there is no audio of them', () => {
    expect(new Set(contacts.map(({ outcome }) => outcome))).toEqual(new Set(['refused', 'unanswered', 'not-asked', 'off']));
  });

  it('hear from the demo caller more than once', () => {
    expect(contacts.filter(({ customerNumber }) => customerNumber === demoCaller).length).toBeGreaterThan(5);
  });
});
