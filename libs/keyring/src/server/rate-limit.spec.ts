import { RateLimit } from './rate-limit.js';

describe('the rate limit of index look-ups', () => {
  let now = 0;
  const limit = () => {
    now = 0;
    return new RateLimit(60, () => now);
  };

  it('lets a minute’s worth through at once and then says how long to wait', () => {
    const rate = limit();
    expect(rate.take(60)).toBe(0);
    expect(rate.take(2)).toBe(2000);
  });

  it('lets through again what time has brought back', () => {
    const rate = limit();
    rate.take(60);
    now = 2000;
    expect(rate.take(2)).toBe(0);
    expect(rate.take(1)).toBe(1000);
  });

  it('lets a batch larger than a minute’s worth pass once and makes it pay afterwards', () => {
    const rate = limit();
    expect(rate.take(180)).toBe(0);
    now = 60_000;
    expect(rate.take(1)).toBeGreaterThan(0);
    now = 122_000;
    expect(rate.take(1)).toBe(0);
  });
});
