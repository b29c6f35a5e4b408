import type { AudioChannel, http } from '@voxkeep/contracts';
import { lanesOf } from './lanes';

const measureOf = (channel: AudioChannel, differs: Partial<http.ChannelMeasure> = {}): http.ChannelMeasure => ({
  ...{ part: 'agent', channel, expectedMs: 9900, keptMs: 0, removedMs: 0, removedBy: null },
  ...{ missingOursMs: 0, missingTheirsMs: 0, mainCause: null, restMissing: false, ...differs },
});
const agent = { channel: 'agent', number: 1, startMs: 0, durationMs: 9900, state: 'closed' } as const;
const kept = measureOf('agent', { keptMs: 9900 });
const ofAgent: Parameters<typeof lanesOf>[0] = { part: 'agent', segments: [agent], gaps: [] };
const lostOf = (channel: AudioChannel | null) =>
  ({ channel, fromMs: 0, toMs: 9900, reason: 'lost', cause: null, missingMs: null }) as const;

describe('the lanes of a recording', () => {
  it.each<[string, Partial<http.ChannelMeasure>]>([
    ['silent', { missingTheirsMs: 9900, mainCause: 'nothing-came' }],
    ['lost', { missingOursMs: 9900, mainCause: 'vault' }],
    ['lost', { missingTheirsMs: 9900, mainCause: 'other-codec' }],
    ['withdrawal', { removedMs: 9900, removedBy: 'withdrawal' }],
    ['term-or-erasure', { removedMs: 9900, removedBy: 'term-or-erasure' }],
    ['not-due', { expectedMs: 0 }],
  ])('have one of a customer from whom nothing is there, which says why: %s', (empty, differs) => {
    expect(lanesOf(ofAgent, [kept, measureOf('customer', differs)])).toEqual([
      { channel: 'customer', empty },
      { channel: 'agent' },
    ]);
  });

  it('have one of each channel without audio, where nothing came at all', () => {
    const silent = { missingTheirsMs: 9900, mainCause: 'nothing-came' } as const;
    const lanes = lanesOf({ ...ofAgent, segments: [] }, [measureOf('agent', silent), measureOf('customer', silent)]);
    expect(lanes.map(({ channel, empty }) => [channel, empty])).toEqual([
      ['customer', 'silent'],
      ['agent', 'silent'],
    ]);
  });

  it('claim nothing of a channel that nobody counted, and have one where a gap is of it', () => {
    expect(lanesOf({ ...ofAgent, gaps: [lostOf('customer'), lostOf(null)] }, [])).toEqual([
      { channel: 'customer' },
      { channel: 'agent' },
    ]);
  });

  it('are those of the own part only', () => {
    expect(lanesOf(ofAgent, [kept, measureOf('customer', { part: 'automated' })])).toEqual([{ channel: 'agent' }]);
  });
});
