import type { AudioChannel, LossCause } from '@voxkeep/contracts';
import type { CallFact } from './call-fact.js';
import { measureChannels } from './measure-channels.js';

const grantAt = (atMs: number): CallFact => ({
  ...{ kind: 'grant', at: 0, atMs, codec: 'pcma', inseparable: false },
  grant: {
    ...{ grantId: 'g', purpose: 'quality-check', channels: ['customer', 'agent'], policyMode: 'only-with-consent' },
    evidence: { kind: 'digit', at: 0, wordingVersion: null, id: null },
  },
});
const ended = (atMs: number): CallFact => ({ kind: 'grant-ended', atMs });
const due = (kind: 'due' | 'not-due', atMs: number, channel: AudioChannel = 'customer', stream = 0): CallFact => ({
  ...{ kind, atMs, channel, stream },
});
const segment = (segmentId: string, ms: number, channel: AudioChannel = 'customer', startMs = 0): readonly CallFact[] => [
  { kind: 'segment', segmentId, channel, number: 1, fileId: 'f', codec: 'pcma', startMs, owner: 'o' },
  { kind: 'segment-closed', segmentId, octets: ms * 8, sha512: '', state: 'closed', fileId: null },
];
const lost = (ms: number, cause: LossCause, inventedMs = 0, channel: AudioChannel = 'customer'): CallFact => ({
  ...{ kind: 'gap', id: 'x', channel, fromMs: 0, toMs: ms, reason: 'lost', cause, inventedMs },
});

/** Nanoseconds of the fastest of several runs. */
function bestOf(read: () => unknown, runs: number): number {
  let best = Infinity;
  for (let run = 0; run < runs; run += 1) {
    const since = process.hrtime.bigint();
    read();
    best = Math.min(best, Number(process.hrtime.bigint() - since));
  }
  return best;
}

describe('what was granted and what is there', () => {
  it('is whole when the octets last as long as the grant, within the edges', () => {
    const facts = [grantAt(1000), due('due', 1000), ...segment('a', 8940), due('not-due', 10_000), ended(10_000)];
    expect(measureChannels(facts, 10_000)).toEqual([
      { channel: 'customer', expectedMs: 9000, keptMs: 8940, missingOursMs: 0, missingTheirsMs: 0, mainCause: null },
    ]);
  });

  it('does not count silence that was invented', () => {
    const facts = [grantAt(0), due('due', 0), ...segment('a', 10_000), lost(3000, 'packets-lost', 3000)];
    expect(measureChannels(facts, 10_000)).toMatchObject([{ keptMs: 7000, missingTheirsMs: 3000, mainCause: 'packets-lost' }]);
  });

  it('counts silence that was invented across the border of segments that follow each other, and only what is in them', () => {
    const gap = { ...lost(2000, 'packets-lost', 1500), fromMs: 4000, toMs: 6000 } as CallFact;
    const first = [grantAt(0), due('due', 0), ...segment('a', 5000), gap];
    const followed = [...first, ...segment('b', 5000, 'customer', 5001)];
    expect(measureChannels(followed, 10_000)).toMatchObject([{ keptMs: 8500, missingTheirsMs: 1500, missingOursMs: 0 }]);
    expect(measureChannels([...first, due('not-due', 5000)], 10_000)).toMatchObject([{ missingTheirsMs: 750, keptMs: 4250 }]);
  });

  it('counts no silence that was invented in a segment that was given up', () => {
    const given: CallFact = { ...segment('b', 0)[0]!, startMs: 10_000 } as CallFact;
    const facts = [
      ...[grantAt(0), due('due', 0), ...segment('a', 10_000), given],
      ...[{ ...lost(1000, 'packets-lost', 1000), fromMs: 10_500, toMs: 11_500 } as CallFact, lost(2000, 'journal')],
    ];
    expect(measureChannels(facts, 12_000)).toMatchObject([
      { keptMs: 10_000, missingOursMs: 2000, missingTheirsMs: 0, mainCause: 'journal' },
    ]);
  });

  it('expects nothing of holds, pauses and time without a grant', () => {
    const facts = [
      ...[due('due', 0), grantAt(2000), due('not-due', 4000), due('due', 8000), ended(9000)],
      ...segment('a', 2000, 'customer', 2000),
      ...segment('b', 1000, 'customer', 8000),
    ];
    expect(measureChannels(facts, 20_000)).toMatchObject([{ expectedMs: 3000, keptMs: 3000, missingOursMs: 0 }]);
  });

  it('names a party of whom nothing came, beside one that is whole', () => {
    const facts = [
      ...[grantAt(0), due('due', 0), due('due', 0, 'agent', 1), ...segment('a', 5000, 'agent')],
      lost(5000, 'nothing-came'),
    ];
    expect(measureChannels(facts, 5000)).toMatchObject([
      { channel: 'agent', missingTheirsMs: 0, mainCause: null },
      { channel: 'customer', keptMs: 0, missingTheirsMs: 5000, mainCause: 'nothing-came' },
    ]);
  });

  describe('of a call whose audio a no took back', () => {
    const begun = segment('a', 0)[0]!;
    const dropped: CallFact = { kind: 'dropped', at: 0 };
    const emptied: CallFact = { kind: 'segment-dropped', segmentId: 'a' };

    it('misses nothing, though nobody tells any more how long it was', () => {
      const facts = [grantAt(0), due('due', 0), begun, dropped, emptied];
      expect(measureChannels(facts, 10_000)).toEqual([
        { channel: 'customer', expectedMs: 10_000, keptMs: 10_000, missingOursMs: 0, missingTheirsMs: 0, mainCause: null },
      ]);
    });

    it('misses what was given up before, of which nothing was there to take back', () => {
      const facts = [grantAt(0), due('due', 0), begun, emptied, dropped];
      expect(measureChannels(facts, 10_000)).toMatchObject([{ keptMs: 0, missingOursMs: 10_000 }]);
    });

    it('misses what was told to be missing, and a party of whom nothing was there', () => {
      const invented = { ...lost(3000, 'packets-lost', 3000), fromMs: 2000, toMs: 5000 } as CallFact;
      const silent = lost(10_000, 'nothing-came', 0, 'agent');
      const facts = [grantAt(0), due('due', 0), due('due', 0, 'agent', 1), begun, invented, silent, dropped, emptied];
      expect(measureChannels(facts, 10_000)).toMatchObject([
        { channel: 'agent', keptMs: 0, missingTheirsMs: 10_000 },
        { channel: 'customer', keptMs: 7000, missingOursMs: 0, missingTheirsMs: 3000 },
      ]);
    });

    it('misses what had been given up before', () => {
      const facts = [grantAt(0), due('due', 0), begun, emptied, lost(10_000, 'journal'), dropped];
      expect(measureChannels(facts, 10_000)).toMatchObject([{ keptMs: 0, missingOursMs: 10_000, mainCause: 'journal' }]);
    });
  });

  it('lays what nobody named to us', () => {
    expect(measureChannels([grantAt(0), due('due', 0), ...segment('a', 2000)], 10_000)).toMatchObject([
      { missingOursMs: 8000, missingTheirsMs: 0, mainCause: 'unexplained' },
    ]);
  });

  it('blames nobody for the millisecond that whole ones leave over', () => {
    const facts = [grantAt(0), due('due', 0), lost(4999, 'nothing-came')];
    expect(measureChannels(facts, 5000)).toMatchObject([{ missingOursMs: 0, missingTheirsMs: 5000, mainCause: 'nothing-came' }]);
  });

  it('parts what is missing between both sides, and the parts sum to the whole', () => {
    const facts = [grantAt(0), due('due', 0), ...segment('a', 6000), lost(1000, 'packets-lost'), lost(2000, 'journal')];
    const [measured] = measureChannels(facts, 10_000);
    expect(measured).toMatchObject({ missingOursMs: 3000, missingTheirsMs: 1000, mainCause: 'journal' });
    expect(measured!.keptMs + measured!.missingOursMs + measured!.missingTheirsMs).toBe(measured!.expectedMs);
  });

  it('bears two crystals that differ, and no more', () => {
    const hour = 3_600_000;
    const of = (ms: number) => measureChannels([grantAt(0), due('due', 0), ...segment('a', ms)], hour);
    expect(of(hour - 450)).toMatchObject([{ missingOursMs: 0 }]);
    expect(of(hour - 1000)).toMatchObject([{ missingOursMs: 1000 }]);
  });

  it('lets what a sender brought beyond its time stand for nothing that is missing, and keeps no more than was granted', () => {
    const facts = [grantAt(0), due('due', 0), ...segment('a', 16_000), lost(2000, 'packets-lost', 2000)];
    expect(measureChannels(facts, 10_000)).toMatchObject([{ expectedMs: 10_000, keptMs: 8000, missingTheirsMs: 2000 }]);
    const whole = [grantAt(0), due('due', 0), ...segment('a', 16_000)];
    expect(measureChannels(whole, 10_000)).toMatchObject([{ keptMs: 10_000, missingOursMs: 0, missingTheirsMs: 0 }]);
  });

  it('counts a segment that was told twice once', () => {
    const facts = [grantAt(0), due('due', 0), ...segment('a', 4000), ...segment('a', 4000).slice(1)];
    expect(measureChannels(facts, 10_000)).toMatchObject([{ keptMs: 4000, missingOursMs: 6000 }]);
  });

  it('takes silence that was invented in a segment that is not there from no other', () => {
    const [begun] = segment('a', 0);
    const [later, closed] = segment('b', 7000);
    const facts: readonly CallFact[] = [
      ...[grantAt(0), due('due', 0), begun!, { kind: 'segment-dropped', segmentId: 'a' } as const],
      ...[{ ...later!, startMs: 3000 } as CallFact, closed!, lost(1000, 'packets-lost', 1000), lost(3000, 'journal')],
    ];
    expect(measureChannels(facts, 10_000)).toMatchObject([{ keptMs: 7000, expectedMs: 10_000 }]);
  });

  /** Stretches of a second, half a second apart, of which so much is kept. */
  const stretches = (count: number, keptMs: number): CallFact[] =>
    Array.from({ length: count }, (_, n) => [
      ...[due('due', n * 1500), ...segment(`s${n}`, keptMs, 'customer', n * 1500), due('not-due', n * 1500 + 1000)],
    ]).flat();

  it('lets no stretch spend what others are allowed', () => {
    const last = [due('due', 150_000), ...segment('z', 12_000, 'customer', 150_000), due('not-due', 162_000)];
    const gap = { ...lost(9000, 'packets-lost', 9000), fromMs: 151_000, toMs: 160_000 } as CallFact;
    expect(measureChannels([grantAt(0), ...stretches(99, 1000), ...last, gap], 162_000)).toMatchObject([
      { expectedMs: 111_000, keptMs: 102_000, missingTheirsMs: 9000, mainCause: 'packets-lost' },
    ]);
    const short = [due('due', 150_000), ...segment('z', 3000, 'customer', 150_000), due('not-due', 162_000)];
    expect(measureChannels([grantAt(0), ...stretches(99, 1000), ...short], 162_000)).toMatchObject([
      { missingOursMs: 9000, mainCause: 'unexplained' },
    ]);
  });

  it('excuses each stretch its own edges', () => {
    expect(measureChannels([grantAt(0), ...stretches(99, 910)], 150_000)).toMatchObject([{ missingOursMs: 0 }]);
    expect(measureChannels([grantAt(0), ...stretches(99, 890)], 150_000)).toMatchObject([{ missingOursMs: 99 * 110 }]);
  });

  it('believes a loss that was told, whatever clocks are allowed in an hour or its sender brought beyond its time', () => {
    const hour = 3_600_000;
    const gap = lost(300, 'packets-lost', 300);
    for (const ms of [hour, hour + 250])
      expect(measureChannels([grantAt(0), due('due', 0), ...segment('a', ms), gap], hour)).toMatchObject([
        { missingTheirsMs: 300, keptMs: hour - 300 },
      ]);
    expect(measureChannels([grantAt(0), due('due', 0), ...segment('a', hour), lost(80, 'packets-lost', 80)], hour)).toMatchObject(
      [{ missingTheirsMs: 0 }],
    );
  });

  it('counts streams of one channel that were due at once together', () => {
    const facts = [grantAt(0), due('due', 0), due('due', 0, 'customer', 1), ...segment('a', 10_000), ...segment('b', 4000)];
    expect(measureChannels(facts, 10_000)).toMatchObject([{ expectedMs: 20_000, keptMs: 14_000, missingOursMs: 6000 }]);
  });

  it('takes as long for each of many holds as for each of few', () => {
    const [few, many] = [100, 25_600].map((holds) => {
      const facts = [
        grantAt(0),
        ...stretches(holds, 1000),
        ...Array.from(
          { length: holds },
          (_, n): CallFact => ({ ...lost(20, 'packets-lost', 20), fromMs: n * 1500, toMs: n * 1500 + 20 }) as CallFact,
        ),
      ];
      return () => measureChannels(facts, holds * 1500);
    });
    /** A loop in a loop takes 256 times as long per hold; noise of a machine does not take 64 times, when the best of many counts. */
    const growth = (runs: number) => bestOf(many!, runs) / 256 / bestOf(few!, runs * 16);
    expect(Math.min(growth(3), growth(5))).toBeLessThan(64);
  });

  it('says nothing of a channel that was never due', () => {
    expect(measureChannels([grantAt(0), ended(1000)], 1000)).toEqual([]);
  });

  it('misses no more than was due, though more was told of', () => {
    const facts = [grantAt(0), due('due', 0), lost(800, 'packets-lost'), lost(800, 'vault'), due('not-due', 1000), ended(1000)];
    expect(measureChannels(facts, 5000)).toMatchObject([
      { expectedMs: 1000, keptMs: 0, missingOursMs: 500, missingTheirsMs: 500 },
    ]);
  });
});
