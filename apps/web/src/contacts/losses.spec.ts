import type { http } from '@voxkeep/contracts';
import { isShort, toldMissing } from './losses';

const measureWith = (missingTheirsMs: number): http.ChannelMeasure => ({
  ...{ part: 'agent', channel: 'customer', expectedMs: 9900, keptMs: 9900, removedMs: 0, removedBy: null },
  ...{ missingOursMs: 0, missingTheirsMs, mainCause: null, restMissing: false },
});
type Gap = http.ContactDetail['recordings'][number]['gaps'][number];
const gapOf = (fromMs: number, toMs: number, differs: Partial<Gap> = {}): Gap => ({
  ...{ channel: 'customer', fromMs, toMs, reason: 'lost', cause: 'packets-lost', missingMs: null, ...differs },
});
const withGaps = (...gaps: Gap[]) => [{ part: 'agent' as const, gaps }];

describe('what is told as missing', () => {
  it('is a little, and not nothing, where a gap tells of a loss too short to be counted', () => {
    expect(toldMissing(measureWith(0), withGaps(gapOf(2000, 2060)))).toBe('little');
    expect(toldMissing(measureWith(40), withGaps(gapOf(2000, 2040, { channel: null })))).toBe('little');
    expect(toldMissing(measureWith(0), withGaps(gapOf(0, 8000, { missingMs: 80 })))).toBe('little');
  });

  it('is nothing where no gap of this channel and part tells of a loss', () => {
    const others = withGaps(gapOf(2000, 2060, { channel: 'agent' }), gapOf(3000, 3500, { reason: 'hold' }));
    expect(toldMissing(measureWith(0), others)).toBe('nothing');
    expect(toldMissing(measureWith(0), [{ part: 'automated', gaps: [gapOf(2000, 2060)] }])).toBe('nothing');
  });

  it('is the rest of the call alone, and not nothing, where nothing else is missing of one whose recorder was killed', () => {
    const killed = { ...measureWith(0), restMissing: true };
    expect(toldMissing(killed, [])).toBe('rest');
    expect(toldMissing(killed, withGaps(gapOf(2000, 2060)))).toBe('little');
    expect(toldMissing({ ...measureWith(1000), restMissing: true }, [])).toBe('counted');
  });

  it('is counted from what is longer than the tolerance', () => {
    expect(toldMissing(measureWith(150), withGaps(gapOf(2000, 2150)))).toBe('counted');
  });
});

describe('a gap', () => {
  it('of less than a second is told as one moment', () => {
    expect([gapOf(2400, 2460), gapOf(2400, 3399), gapOf(2400, 3400)].map(isShort)).toEqual([true, true, false]);
  });
});
