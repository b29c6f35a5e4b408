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

/** A second of a machine that is there for the recorder alone. */
const alone = (utilization: number, calls: number, turnover = 0): LoopSecond => ({
  ...{ utilization, computing: utilization, calls, turnover },
});

describe('the share of the event loop', () => {
  const presumed = fitting([]);

  it('fits so many calls that each finds its turn, before anything is known', () => {
    expect(presumed).toBeGreaterThanOrEqual(200);
    expect(presumed).toBeLessThan(260);
  });

  it('fits more where a call costs less, and fewer where it costs more', () => {
    expect(fitting(again(alone(0.2, 100)))).toBeGreaterThan(350);
    expect(fitting(again(alone(0.9, 100)))).toBeLessThan(90);
  });

  it('fits no crowd for the sake of calls that only wait', () => {
    expect(fitting(again(alone(0.01, 100)))).toBeLessThan(400);
  });

  it('learns nothing of a second in which calls begin or end, or in which there are few', () => {
    expect(fitting(again(alone(1, 100, 10)))).toBe(presumed);
    expect(fitting(again(alone(0.5, 2)))).toBe(presumed);
  });

  it('fits fewer where neighbours take the processor, also while calls begin', () => {
    expect(fitting(again({ ...alone(0.9, 60, 25), computing: 0.2 }))).toBeLessThan(presumed / 3);
  });

  it('takes no neighbour to be there because a loop that does nearly nothing is late for it', () => {
    expect(fitting(again({ ...alone(0.01, 0), computing: 0.002 }))).toBeGreaterThan(0.8 * presumed);
  });
});
