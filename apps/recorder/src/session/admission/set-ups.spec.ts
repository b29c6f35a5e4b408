import { SetUps } from './set-ups.js';

describe('the set-ups', () => {
  const costMs = 10;
  let setUps: SetUps;
  beforeEach(() => {
    setUps = new SetUps({ atOnce: 4, burstMs: 100 });
  });

  /** How many of a trunk are let in at one moment, each over at once. */
  const letIn = async (trunkId: string, now: number, left = 0.5): Promise<number> => {
    let taken = 0;
    for (; taken < 1000 && setUps.allows(trunkId, now, left); taken += 1)
      await setUps.run(trunkId, { now, costMs }, () => Promise.resolve());
    return taken;
  };

  it('are let in as a burst, and then as fast as the event loop has time for them', async () => {
    expect(await letIn('a', 0)).toBe(10);
    expect(await letIn('a', 0)).toBe(0);
    const later: number[] = [];
    for (let now = 100; now <= 1000; now += 100) later.push(await letIn('a', now));
    expect(later).toEqual(Array.from({ length: 10 }, () => 5));
  });

  it('are let in at one moment by a share without a bound', () => {
    expect([setUps.allows('a', 0, Infinity), setUps.allows('a', 0, Infinity)]).toEqual([true, true]);
  });

  it('are not saved up beyond a burst', async () => {
    await letIn('a', 0);
    expect(await letIn('a', 9000)).toBe(10);
  });

  it('wait while the calls leave nothing, and longer the dearer they are', async () => {
    await letIn('a', 0);
    expect(await letIn('a', 1000, -0.2)).toBe(0);
    expect(setUps.allows('a', 1100, 0.5)).toBe(true);
    await setUps.run('a', { now: 1100, costMs: 450 }, () => Promise.resolve());
    expect([1500, 2000].map((now) => setUps.allows('a', now, 0.5))).toEqual([false, true]);
  });

  it('of one trunk leave the other its half while it asks, however many the first asks for', async () => {
    await letIn('a', 0);
    expect(await letIn('b', 0)).toBe(5);
    let first = 0;
    let second = 0;
    for (let now = 100; now <= 2000; now += 100) {
      first += await letIn('a', now);
      second += await letIn('b', now);
    }
    expect(first).toBe(second);
  });

  it('are for the one trunk alone again when the other has not asked for ten seconds', async () => {
    await letIn('b', 0);
    await letIn('a', 0);
    await letIn('a', 10_000);
    expect(await letIn('a', 20_001)).toBe(10);
  });

  it('are not more at one time than can be answered in time', async () => {
    const ends: (() => void)[] = [];
    const underWay = (trunkId: string) =>
      setUps.run(trunkId, { now: 0, costMs }, () => new Promise<void>((resolve) => ends.push(resolve)));
    const four = Array.from({ length: 4 }, () => underWay('a'));
    expect([setUps.underWay, setUps.allows('a', 0, 1)]).toEqual([4, false]);
    for (const end of ends) end();
    await Promise.all(four);
    expect([setUps.underWay, setUps.allows('a', 0, 1)]).toEqual([0, true]);
  });

  it('that fail are over too', async () => {
    await expect(setUps.run('a', { now: 0, costMs }, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    expect(setUps.underWay).toBe(0);
  });

  it('share with a trunk for as long as one of its own is under way, however long that takes', async () => {
    let end = (): void => undefined;
    const slow = setUps.run('b', { now: 0, costMs }, () => new Promise<void>((resolve) => (end = resolve)));
    await letIn('a', 0);
    expect([await letIn('a', 30_000), setUps.asking, setUps.underWayOf('b')]).toEqual([5, 2, 1]);
    end();
    await slow;
    expect([await letIn('a', 60_000), setUps.asking, setUps.underWayOf('b')]).toEqual([10, 1, 0]);
  });

  it('count a trunk among those that ask for ten seconds to the end', async () => {
    await letIn('b', 0);
    setUps.allows('a', 10_000, 0.5);
    expect(setUps.asking).toBe(2);
    setUps.allows('a', 10_001, 0.5);
    expect(setUps.asking).toBe(1);
  });
});
