import { lastingMs } from './lasting';

describe('how long a live contact goes on', () => {
  const openedAt = '2026-11-29T18:07:00.000Z';
  const now = Date.parse(openedAt) + 61_000;

  it('counts from its opening, and no more once its call is over', () => {
    expect(lastingMs({ state: 'connected', openedAt }, now)).toBe(61_000);
    expect(lastingMs({ state: 'ended', openedAt }, now)).toBeNull();
  });
});
