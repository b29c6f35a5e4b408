import { waitBefore, type Attempts, type LimitScope } from './sign-in-limits.js';

const now = 10_000_000_000;
const none: Attempts = { failures: 0, lastFailedAt: null, succeededAt: null };
const failed = (failures: number, agoMs = 0): Attempts => ({ failures, lastFailedAt: now - agoMs, succeededAt: null });
const wait = (known: Partial<Record<LimitScope, Attempts>>) =>
  waitBefore({ account: none, address: none, pair: none, ...known }, now);

describe('the wait before a sign-in', () => {
  it('is none for the first failures', () => {
    expect(wait({ pair: failed(4) })).toBe(0);
  });
  it('doubles with each further failure up to fifteen minutes', () => {
    expect([5, 6, 7, 60].map((failures) => wait({ pair: failed(failures) }))).toEqual([1000, 2000, 4000, 900_000]);
  });
  it('passes with time', () => {
    expect(wait({ pair: failed(8, 7999) })).toBe(1);
    expect(wait({ pair: failed(8, 8000) })).toBe(0);
  });
  it('is forgotten after an hour', () => {
    expect(wait({ pair: failed(60, 3_600_000) })).toBe(0);
  });
  it('holds back strangers who guess one account from many addresses', () => {
    expect(wait({ account: failed(40) })).toBe(900_000);
  });
  it('does not hold back the user at an address they signed in from', () => {
    expect(wait({ account: failed(40), pair: { ...none, succeededAt: now - 86_400_000 } })).toBe(0);
  });
  it('holds back an address that guesses many accounts', () => {
    expect(wait({ address: failed(40) })).toBe(900_000);
  });
});
