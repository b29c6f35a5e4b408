import { diagnostics } from '@voxkeep/platform';
import { keptLog } from '../../../../libs/platform/src/diagnostics/kept-log.fixture.js';
import { MediaTicks } from './clock.js';
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

  it('tell that the process was held up, until it has caught up', () => {
    let now = 0;
    let tick = (): void => undefined;
    const clock = { now: () => now, every: (_periodMs: number, called: () => void) => ((tick = called), () => undefined) };
    const ticks = MediaTicks.of(clock);
    ticks.add(() => undefined);
    const at = (ms: number) => ((now = ms), ticks.wasHeldUp(now));
    expect(at(100)).toBe(false);
    tick();
    expect(at(240)).toBe(false);
    expect(at(900)).toBe(true);
    tick();
    expect(at(1000)).toBe(true);
    tick();
    expect(at(1110)).toBe(false);
  });
});
