import { SilenceWatch } from './silence-watch.js';

describe('a call that nobody says good-bye to', () => {
  const hour = 3_600_000;
  const ends: string[] = [];
  let asked: number;
  let answer: 'alive' | 'gone' | 'no-answer';
  const dialog = { probe: () => ((asked += 1), Promise.resolve(answer)) };
  const watch = (sinceMs: number) => new SilenceWatch({ askAfterMs: 60_000, endAfterMs: 2 * hour }, sinceMs);
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

  it('is given its time again after a long hold', () => {
    const watched = watch(0);
    look(watched, 3 * hour, 1000, true);
    look(watched, 3 * hour + 1000, 1000);
    expect([asked, ends]).toEqual([0, []]);
  });
});
