import { playAxis, share, spanOf, ticksOf } from './axis';

describe('the time axis of a recording', () => {
  it('reaches to whatever ends last', () => {
    const segments = [{ channel: 'agent' as const, number: 1, startMs: 4000, durationMs: 7000, state: 'closed' }];
    expect(spanOf({ durationMs: 9000, segments, gaps: [] })).toBe(11_000);
    expect(
      spanOf({
        durationMs: 9000,
        segments,
        gaps: [{ channel: null, fromMs: 0, toMs: 12_000, reason: 'hold', cause: null, missingMs: null }],
      }),
    ).toBe(12_000);
  });

  it('is one for the lanes and for the place of playing, a gap at the end too', () => {
    const gap = { channel: null, fromMs: 9000, toMs: 12_000, reason: 'lost' as const, cause: null, missingMs: null };
    const recording = { durationMs: 9000, segments: [], gaps: [gap] };
    const { spanSeconds, lastSecond } = playAxis(recording);
    expect([spanSeconds * 1000, lastSecond]).toEqual([spanOf(recording), 9]);
    expect(share(lastSecond, spanSeconds)).toBe(share(9000, spanOf(recording)));
  });

  it('is never empty', () => {
    expect(spanOf({ durationMs: 0, segments: [], gaps: [] })).toBe(1);
  });

  it.each([
    [7000, 1000, 8],
    [61_000, 10_000, 7],
    [3_600_000, 600_000, 7],
    [40_000_000, 5_000_000, 9],
  ])('of %d ms has marks every %d ms', (span, step, count) => {
    const ticks = ticksOf(span);
    expect(ticks[1]).toBe(step);
    expect(ticks).toHaveLength(count);
  });

  it('keeps every place within itself', () => {
    expect([share(-1, 10), share(5, 10), share(11, 10)]).toEqual(['0%', '50%', '100%']);
  });
});
