import fc from 'fast-check';
import { decideBrake, type Outset } from './brake.js';

const now = new Date('2026-11-22T10:00:00Z');
const later = (ms: number) => new Date(now.getTime() + ms);
const [hour, day, year] = [3_600_000, 86_400_000, 31_557_600_000];
const figure = (due: number, total: number, name = 'contact') => ({ class: name, total, due });
const outset = (given: Partial<Outset>): Outset => ({
  ...{ now, databaseNow: now, lastAt: later(-hour), figures: [figure(1, 1000)], approved: null },
  ...given,
});

describe('the retention brake', () => {
  it('lets a usual run go', () => {
    expect(decideBrake(outset({}))).toBeUndefined();
  });

  it.each([
    ['ten years after the last run', { lastAt: later(-10 * year) }],
    ['a day and more before the last run', { lastAt: later(day + hour) }],
    ['a day away from the clock of the database', { databaseNow: later(-day - 1) }],
  ])('stops when the clock is %s', (_case, given) => {
    expect(decideBrake(outset(given))).toBe('clock');
  });

  it('takes the first look at the clock as it is', () => {
    expect(decideBrake(outset({ lastAt: null }))).toBeUndefined();
  });

  it('stops when a run would remove more than 5 % of a class, and not at 5 %', () => {
    expect(decideBrake(outset({ figures: [figure(51, 1000)] }))).toBe('share');
    expect(decideBrake(outset({ figures: [figure(50, 1000)] }))).toBeUndefined();
  });

  it('lets go what was rehearsed and approved, whatever share that is', () => {
    expect(decideBrake(outset({ figures: [figure(900, 1000)], approved: [figure(900, 1000)] }))).toBeUndefined();
  });

  it('stops when the data have changed since the rehearsal', () => {
    expect(decideBrake(outset({ figures: [figure(950, 1000)], approved: [figure(900, 1000)] }))).toBe('data-changed');
    expect(decideBrake(outset({ figures: [figure(60, 1000, 'staff')], approved: [figure(900, 1000)] }))).toBe('data-changed');
  });

  it('counts a class over its databases, since contacts move from one to the other', () => {
    const moved = [figure(10, 20), figure(90, 980)];
    expect(decideBrake(outset({ figures: moved, approved: [figure(100, 900), figure(0, 100)] }))).toBeUndefined();
  });

  it('never lets more go than a twentieth of a class or a twentieth above what was approved', () => {
    const count = fc.integer({ min: 0, max: 10_000 });
    fc.assert(
      fc.property(count, count, fc.option(count), (due, total, approved) => {
        const given = outset({ figures: [figure(due, total)], approved: approved === null ? null : [figure(approved, total)] });
        const most = Math.max(total * 0.05, (approved ?? 0) * 1.05);
        expect(decideBrake(given) === undefined).toBe(due <= most);
      }),
    );
  });
});
