import { diagnostics } from '@voxkeep/platform';
import { keptLog } from '../../../../libs/platform/src/diagnostics/kept-log.fixture.js';
import { Backlog } from './backlog.js';
import { MediaTicks, type Clock } from './clock.js';
import { HandClock } from './media.fixture.js';

describe('the ticks of all streams', () => {
  it('come from one timer, ten times a second, while there are streams', () => {
    const clock = new HandClock();
    const timers = jest.spyOn(clock, 'every');
    const heard: string[] = [];
    const ends = ['one', 'two'].map((name) => MediaTicks.of(clock).add((now) => heard.push(`${name} ${now}`)));
    clock.advance(200);
    expect(heard).toEqual(['one 100', 'two 100', 'one 200', 'two 200']);
    expect(timers).toHaveBeenCalledTimes(1);
    for (const end of ends) end();
    clock.advance(1000);
    expect(heard).toHaveLength(4);
  });

  it('reach every stream though one of them breaks, and tell that once', () => {
    const log = keptLog();
    const clock = new HandClock();
    const heard: number[] = [];
    const stops = [
      MediaTicks.of(clock).add(() => {
        throw new Error('broken');
      }),
      MediaTicks.of(clock).add((now) => void heard.push(now)),
    ];
    clock.advance(300);
    for (const stop of stops) stop();
    diagnostics.replace(undefined);
    expect(heard).toEqual([100, 200, 300]);
    expect(log.filter((line) => line.includes('media.stream-broke'))).toHaveLength(1);
  });

  it('tell until when what had come was read: the beat before the round that reads it', () => {
    const loop = new HandLoop();
    const ticks = MediaTicks.of(loop);
    loop.at(5);
    expect(ticks.readUntil).toBe(5);
    ticks.add(() => undefined);
    loop.round(20);
    loop.at(35);
    expect(ticks.readUntil).toBe(20);
    loop.at(900);
    loop.beats();
    expect(ticks.readUntil).toBe(20);
    loop.reads();
    expect(ticks.readUntil).toBe(900);
  });
});

describe('what is read of a socket', () => {
  it('may have waited since the sockets were last read, in rounds of a fifth of a second too', () => {
    const loop = new HandLoop();
    const backlog = new Backlog(MediaTicks.of(loop));
    MediaTicks.of(loop).add(() => undefined);
    for (const atMs of [200, 400, 600]) {
      loop.at(atMs);
      loop.beats();
      expect(backlog.waitedMs(atMs + 3)).toBe(203);
      loop.reads();
      expect(backlog.waitedMs(atMs + 3)).toBe(3);
    }
  });

  it('may have waited as long as every round brings all that a round can bring', () => {
    const loop = new HandLoop();
    const backlog = new Backlog(MediaTicks.of(loop));
    MediaTicks.of(loop).add(() => undefined);
    const reads = (atMs: number, datagrams: number) => {
      loop.at(atMs);
      loop.beats();
      for (let n = 0; n < datagrams; n += 1) backlog.note();
      const waited = backlog.waitedMs(atMs);
      loop.reads();
      return waited;
    };
    loop.round(20);
    expect([reads(2020, 32), reads(2040, 32), reads(2300, 32), reads(2400, 5)]).toEqual([2000, 2020, 2280, 2380]);
    expect(backlog.waitedMs(2410)).toBe(10);
    expect(reads(2420, 1)).toBe(20);
  });
});

/** A loop whose rounds are told one by one: timers, sockets, and what comes behind them. */
class HandLoop implements Clock {
  #now = 0;
  #behind: (() => void)[] = [];
  beats = (): void => undefined;

  now = (): number => this.#now;
  every = (_periodMs: number, beat: () => void): (() => void) => ((this.beats = beat), () => undefined);
  afterRound = (called: () => void): void => void this.#behind.push(called);

  at(ms: number): this {
    this.#now = ms;
    return this;
  }

  /** The sockets were read. */
  reads(): void {
    for (const called of this.#behind.splice(0)) called();
  }

  round(ms: number): void {
    this.at(ms).beats();
    this.reads();
  }
}
