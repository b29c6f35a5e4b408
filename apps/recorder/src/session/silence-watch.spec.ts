import { SilenceWatch } from './silence-watch.js';

describe('a call that nobody says good-bye to', () => {
  const hour = 3_600_000;
  const ends: string[] = [];
  let asked: number;
  let answer: 'alive' | 'gone' | 'no-answer';
  const dialog = { probe: () => ((asked += 1), Promise.resolve(answer)) };
  const watch = (sinceMs: number) =>
    new SilenceWatch({ askAfterMs: 60_000, askPausedAfterMs: 300_000, endAfterMs: 2 * hour }, sinceMs);
  const look = (watched: SilenceWatch, atMs: number, heardMs = 0, isPaused = false) => {
    watched.look({ atMs, heardMs, isPaused }, dialog, (reason) => ends.push(reason));
  };
  beforeEach(() => {
    asked = 0;
    answer = 'alive';
    ends.length = 0;
  });

  it('is asked for after a minute and ended after two hours in which nothing came', () => {
    const watched = watch(0);
    look(watched, 59_000);
    expect(asked).toBe(0);
    look(watched, 61_000);
    expect(asked).toBe(1);
    look(watched, 2 * hour);
    expect(ends).toEqual(['no-media']);
  });

  it('has ended when its client is asked three times and says nothing, but not when audio comes in between', async () => {
    const watched = watch(0);
    answer = 'no-answer';
    for (const atMs of [61_000, 122_000]) {
      look(watched, atMs);
      await Promise.resolve();
    }
    look(watched, 130_000, 125_000);
    for (const atMs of [190_000, 251_000]) {
      look(watched, atMs, 125_000);
      await Promise.resolve();
    }
    expect(ends).toEqual([]);
    look(watched, 312_000, 125_000);
    await Promise.resolve();
    expect([asked, ends]).toEqual([5, ['gone']]);
  });

  it('is given its time although its contact was opened hours before', () => {
    const watched = watch(5 * hour);
    look(watched, 5 * hour + 1000);
    expect([asked, ends]).toEqual([0, []]);
    look(watched, 7 * hour + 1000);
    expect(ends).toEqual(['no-media']);
  });

  const lookWhilePaused = async (watched: SilenceWatch, fromMs: number, toMs: number, everyMs = 1000) => {
    for (let atMs = fromMs; atMs <= toMs && ends.length === 0; atMs += everyMs) {
      look(watched, atMs, 0, true);
      await Promise.resolve();
    }
  };

  it('is asked for seldom while it is held, and stays as long as its client answers', async () => {
    const watched = watch(0);
    await lookWhilePaused(watched, 1000, 12 * hour, 10_000);
    expect([asked, ends]).toEqual([12 * 12 - 1, []]);
  });

  it('has ended while it is held when its client says nothing three times, or that it knows no such call', async () => {
    answer = 'no-answer';
    await lookWhilePaused(watch(0), 1000, 1_000_000);
    expect([asked, ends]).toEqual([3, ['gone']]);
    ends.length = 0;
    answer = 'gone';
    await lookWhilePaused(watch(0), 1000, 1_000_000);
    expect([asked, ends]).toEqual([4, ['gone']]);
  });

  it('is not taken for gone because of what was not answered before the hold', async () => {
    const watched = watch(0);
    answer = 'no-answer';
    for (const atMs of [61_000, 122_000]) {
      look(watched, atMs);
      await Promise.resolve();
    }
    await lookWhilePaused(watched, 130_000, 130_000 + 2 * 300_000 + 1000);
    expect([asked, ends]).toEqual([4, []]);
  });

  it('is given its time again after a long hold', () => {
    const watched = watch(0);
    look(watched, 3 * hour, 1000, true);
    look(watched, 3 * hour + 1000, 1000);
    expect([asked, ends]).toEqual([0, []]);
  });

  it('is asked again after a question that could not be put', async () => {
    const watched = watch(0);
    const failing = { probe: () => ((asked += 1), Promise.reject(new Error('no transport'))) };
    for (const atMs of [61_000, 122_000, 183_000, 244_000]) {
      watched.look({ atMs, heardMs: 0, isPaused: false }, failing, (reason) => ends.push(reason));
      await new Promise(setImmediate);
    }
    expect([asked, ends]).toEqual([4, []]);
  });

  it('is asked nothing while an answer is awaited', () => {
    const watched = watch(0);
    const silent = { probe: () => ((asked += 1), new Promise<'alive'>(() => undefined)) };
    for (const atMs of [61_000, 122_000, 183_000])
      watched.look({ atMs, heardMs: 0, isPaused: false }, silent, (reason) => ends.push(reason));
    expect([asked, ends]).toEqual([1, []]);
  });
});
