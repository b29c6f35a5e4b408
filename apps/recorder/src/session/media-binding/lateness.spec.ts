import { isLate, Lateness } from './lateness.js';

/** Notes packets of 20 ms, one after the other; `lateMs`: how late each comes. Answers after which of them it was known, and by how much the stream is behind for good. */
function settledAfter(lateness: Lateness, lateMs: readonly number[]): [packets: number, lastingMs: number] {
  for (const [n, late] of lateMs.entries()) {
    lateness.note(n * 20 + late, n * 20);
    if (lateness.isSettled) return [n + 1, lateness.lastingMs];
  }
  return [Infinity, lateness.lastingMs];
}
const steps = (packets: number, lateMs: (n: number) => number): number[] => Array.from({ length: packets }, (_, n) => lateMs(n));

describe('how far a stream lies behind for good', () => {
  it('is asked from 20 ms on', () => {
    expect([isLate(1020, 1000), isLate(1021, 1000)]).toEqual([false, true]);
  });

  it('is all of its lateness where that stays, but for the jitter', () => {
    const jitter = [7, 0, 12, 3, 25, 1, 4];
    const [packets, lastingMs] = settledAfter(
      new Lateness(),
      steps(100, (n) => 300 + jitter[n % jitter.length]!),
    );
    expect(packets).toBeGreaterThanOrEqual(10);
    expect(packets).toBeLessThan(20);
    expect(lastingMs).toBe(300);
  });

  it.each([
    ['at once', 500, 0],
    ['twice as fast as it was said', 10, 0],
    ['a fifth faster than it was said', 3.33, 0],
    ['a little faster than it was said', 1.5, 0],
    ['at once, by a sender that is behind besides', 500, 180],
  ])('is what is left when what was held up has come %s', (_how, gainMs, behindMs) => {
    const late = steps(600, (n) => behindMs + Math.max(0, 700 - n * gainMs));
    const [packets, lastingMs] = settledAfter(new Lateness(), late);
    expect(lastingMs - behindMs).toBeLessThanOrEqual(5);
    expect(lastingMs).toBeGreaterThanOrEqual(behindMs);
    expect(packets * gainMs).toBeGreaterThanOrEqual(695);
  });

  it('is nothing as long as it is not known', () => {
    const lateness = new Lateness();
    expect(
      settledAfter(
        lateness,
        steps(40, (n) => 700 - n * 10),
      ),
    ).toEqual([Infinity, 0]);
    expect(lateness.isSettled).toBe(false);
  });

  it('is not what packets waited for a process that had come to a halt', () => {
    // 200 ms behind for good; 150 ms of halt, read in one turn.
    const late = steps(30, (n) => 200 + (n >= 3 && n < 10 ? (10 - n) * 20 : 0));
    expect(settledAfter(new Lateness(), late)[1]).toBe(200);
  });

  it('is what it was where the axis is moved meanwhile', () => {
    const lateness = new Lateness();
    for (let n = 0; n < 8; n += 1) lateness.note(n * 20 + 240, n * 20);
    lateness.madeUp(240);
    for (let n = 8; n < 20; n += 1) lateness.note(n * 20 + 240, n * 20 + 240);
    expect([lateness.isSettled, lateness.lastingMs]).toEqual([true, 240]);
  });

  it('is never less than nothing', () => {
    expect(
      settledAfter(
        new Lateness(),
        steps(30, (n) => (n === 0 ? 30 : -15)),
      )[1],
    ).toBe(0);
  });
});
