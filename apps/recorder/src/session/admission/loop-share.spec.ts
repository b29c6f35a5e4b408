import { capacityLimits } from './capacity.js';
import { LoopShare, type LoopSecond } from './loop-share.js';

/** How many calls fit after these seconds. */
function fitting(seconds: readonly LoopSecond[]): number {
  const share = new LoopShare();
  for (const second of seconds) share.learn(second);
  let calls = 0;
  while (share.of(calls + 1) <= capacityLimits.loopShare) calls += 1;
  return calls;
}

const again = (second: LoopSecond): readonly LoopSecond[] => Array.from({ length: 20 }, () => second);

describe('the share of the event loop', () => {
  const presumed = fitting([]);

  it('fits so many calls that each finds its turn, before anything is known', () => {
    expect(presumed).toBeGreaterThanOrEqual(150);
    expect(presumed).toBeLessThan(200);
  });

  it('fits more where a call costs less, and fewer where it costs more or a neighbour takes the processor', () => {
    expect(fitting(again({ utilization: 0.2, calls: 100, turnover: 0 }))).toBeGreaterThan(350);
    expect(fitting(again({ utilization: 0.9, calls: 100, turnover: 0 }))).toBeLessThan(90);
  });

  it('fits no crowd for the sake of calls that only wait', () => {
    expect(fitting(again({ utilization: 0.01, calls: 100, turnover: 0 }))).toBeLessThan(400);
  });

  it('learns nothing of a second in which calls begin or end, or in which there are few', () => {
    expect(fitting(again({ utilization: 1, calls: 100, turnover: 10 }))).toBe(presumed);
    expect(fitting(again({ utilization: 0.5, calls: 2, turnover: 0 }))).toBe(presumed);
  });
});
