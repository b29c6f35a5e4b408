import fc from 'fast-check';
import { Line } from './stream.fixture.js';
import { DigitDetector, decodeTelephoneEvent, encodeTelephoneEvent } from './telephone-event.js';

interface Report {
  /** Milliseconds after the report before; 20 unless said. */
  readonly after?: number;
  /** Sequence numbers after the report before; 1 unless said. */
  readonly step?: number;
  readonly timestamp: number;
  readonly duration: number;
  readonly end?: boolean;
  readonly marker?: boolean;
  readonly event?: number;
  readonly ssrc?: number;
}

/** Sends reports over a line on which audio was heard for a second before, and answers the keys that were told. */
const keysOf = (reports: readonly Report[]): readonly string[] => lineOf(reports).keys;

function lineOf(reports: readonly Report[]): Line {
  const line = new Line();
  let at = line.talks(0, 0, 50);
  let sequence = 49;
  for (const { after = 20, step = 1, timestamp, duration, end = false, marker = false, event = 1, ssrc = 7 } of reports) {
    at += after;
    sequence += step;
    const payload = encodeTelephoneEvent({ event, end, volume: 10, duration });
    line.arrives(at, { sequence, timestamp, payload, payloadType: 101, marker, ssrc });
  }
  line.reader.flush();
  return line;
}

/** A key that is held for 100 ms: five reports, of which the last is sent three times. */
const press = (stamp: (n: number) => Partial<Report>, base = 8000): Report[] =>
  [160, 320, 480, 640, 800, 800, 800].map((duration, n) => ({
    ...{ timestamp: base, duration, end: n >= 4, marker: n === 0 },
    ...stamp(n),
  }));
const later = (ms: number, [first, ...rest]: Report[]): Report[] => [{ ...first!, after: ms }, ...rest];
const ends = (base: number, timestamp: (n: number) => number = () => base): Report[] =>
  [0, 1, 2].map((n) => ({ timestamp: timestamp(n), duration: 800, end: true }));

const dialects: Readonly<Record<string, (base: number) => Report[]>> = {
  'stamps all with its start': (base) => press(() => ({ timestamp: base })),
  'advances the timestamp with each packet': (base) => press((n) => ({ timestamp: base + n * 160 })),
  'advances the timestamp and leaves the duration alone': (base) => press((n) => ({ timestamp: base + n * 160, duration: 160 })),
  'repeats the end under new timestamps': (base) => press((n) => ({ timestamp: n < 5 ? base : base + n * 160 })),
  'repeats the end under timestamps far away': (base) => press((n) => ({ timestamp: n < 5 ? base : base + n * 9000 })),
  'stamps the end with its time': (base) => press((n) => ({ timestamp: n < 4 ? base : base + 800 })),
  'lets the duration grow in the repeated ends': (base) => press((n) => ({ timestamp: base + n * 160, duration: 160 * (n + 1) })),
  'marks every packet': (base) => press((n) => ({ timestamp: base + n * 160, marker: true })),
  'sends all in one burst': (base) => press((n) => ({ timestamp: base + n * 160, after: n === 0 ? 20 : 0 })),
  'sends ends only': (base) => ends(base),
  'sends ends only, each under a new timestamp': (base) => ends(base, (n) => base + n * 160),
  'sends no duration': (base) => press(() => ({ timestamp: base, duration: 0 })),
};

describe('a pressed key', () => {
  it.each(Object.keys(dialects))('counts once when the sender %s', (dialect) => {
    expect(keysOf(dialects[dialect]!(8000))).toEqual(['1']);
  });

  it.each(Object.keys(dialects))('counts twice when it is pressed again 100 ms later and the sender %s', (dialect) => {
    const one = dialects[dialect]!;
    const [first, second] = [one(8000), one(8000 + 1920)];
    expect(
      keysOf([
        ...first,
        ...later(
          120,
          second.map((each, n) => ({ ...each, step: n === 0 ? 6 : 1 })),
        ),
      ]),
    ).toEqual(['1', '1']);
  });

  it('counts once when the SSRC changes on the way', () => {
    expect(keysOf(press((n) => ({ ssrc: n < 3 ? 7 : 8, timestamp: n < 3 ? 8000 : 77 })))).toEqual(['1']);
    expect(keysOf(press((n) => ({ ssrc: n < 5 ? 7 : 8, timestamp: n < 5 ? 8000 : 77 })))).toEqual(['1']);
  });

  it('counts once when the events have a source of their own beside the audio', () => {
    const own = (base: number) => press(() => ({ ssrc: 8, timestamp: base, step: 0 })).map((each, n) => ({ ...each, step: n }));
    expect(keysOf(own(8000))).toEqual(['1']);
    expect(keysOf([...own(8000), ...later(120, own(9920))])).toEqual(['1', '1']);
  });

  it('counts once when it is held longer than a report can say', () => {
    const held = [0xffff, 0xffff].flatMap((most, part) =>
      [1, 2, 3, 4].map((n) => ({ timestamp: 8000 + part * most, duration: Math.floor((most / 4) * n), after: 900 })),
    );
    expect(keysOf([...held, { timestamp: 8000 + 2 * 0xffff, duration: 800, end: true }])).toEqual(['1']);
  });

  it('counts twice under one timestamp that a sender never moves', () => {
    expect(
      keysOf([
        ...press(() => ({})),
        ...later(
          100,
          press(() => ({})),
        ),
      ]),
    ).toEqual(['1', '1']);
  });

  it('counts once for each of several keys in turn', () => {
    const of = (event: number, base: number) => press(() => ({ event, timestamp: base }));
    expect(keysOf([...of(1, 8000), ...of(11, 9000), ...of(1, 10_000)])).toEqual(['1', '#', '1']);
  });

  describe('went down', () => {
    /** Within so long before its first report was due, and never after it, whatever the reports say of how long it is down. */
    const expectBegan = ({ begins }: Line, fromMs = 1000) => {
      expect(begins).toHaveLength(1);
      expect(begins[0]).toBeLessThanOrEqual(fromMs + 20);
      expect(begins[0]).toBeGreaterThanOrEqual(fromMs - 100);
    };

    it.each(Object.keys(dialects))('before its first report, when the sender %s', (dialect) => {
      expectBegan(lineOf(dialects[dialect]!(8000)));
    });

    it('so long before, where its first reports were lost', () => {
      expectBegan(lineOf(press(() => ({})).map((each, n) => (n === 0 ? { ...each, after: 100 } : each))));
      const [first, ...rest] = press(() => ({})).slice(3);
      expectBegan(lineOf([{ ...first!, after: 80, step: 4 }, ...rest]));
    });

    it('then, however long a lost packet before it keeps it from being told', () => {
      expectBegan(lineOf(press(() => ({})).map((each, n) => ({ ...each, step: n === 0 ? 2 : 1 }))));
    });

    it('when it did, though it is held longer than a report can say', () => {
      const held = [0xffff, 0xffff].flatMap((most, part) =>
        [1, 2, 3, 4].map((n) => ({ timestamp: 8000 + part * most, duration: Math.floor((most / 4) * n), after: 900 })),
      );
      const [began] = lineOf([...held, { timestamp: 8000 + 2 * 0xffff, duration: 800, end: true }]).begins;
      expect(began).toBeLessThanOrEqual(1000);
    });
  });

  it('is not guessed when no end of it came', () => {
    expect(keysOf(press(() => ({})).slice(0, 4))).toEqual([]);
  });

  it('is nothing for an event that is no key', () => {
    expect(keysOf(press(() => ({ event: 16 })))).toEqual([]);
  });

  it('is told in its place when its packets overtake each other', () => {
    const [first, second, ...rest] = press(() => ({}));
    const swapped: Report[] = [
      { ...second!, step: 2 },
      { ...first!, step: -1, after: 1 },
      ...rest.map((each, n) => ({ ...each, step: n === 0 ? 2 : 1 })),
    ];
    expect(keysOf(swapped)).toEqual(['1']);
  });

  describe('of a stream that came here while it may have been down', () => {
    /** The reports from the `from`th on come to this stream, audio in between where the sender goes on with it, and a press of its own. */
    const keysFrom = (
      reports: readonly Report[],
      from: number,
      isSpokenOver: boolean,
      next: readonly Report[] = [],
    ): readonly string[] => {
      const line = new Line({ wholePresses: true });
      let [at, sequence] = [0, 50 + from];
      const audio = (): void => {
        line.arrives(at, { sequence, timestamp: sequence * 160 });
        [at, sequence] = [at + 20, sequence + 1];
      };
      const send = ({ timestamp, duration, end = false, marker = false }: Report): void => {
        const payload = encodeTelephoneEvent({ event: 1, end, volume: 10, duration });
        line.arrives(at, { sequence, timestamp, payload, payloadType: 101, marker });
        [at, sequence] = [at + 20, sequence + 1];
      };
      for (const report of reports.slice(from)) {
        if (isSpokenOver) audio();
        send(report);
      }
      for (let slot = 0; slot < 10; slot += 1) audio();
      for (const report of next) send({ ...report, timestamp: report.timestamp - 8000 + sequence * 160 });
      line.reader.flush();
      return line.keys;
    };
    /** An end alone says nothing of when its press began, and a sender that leaves the duration alone repeats its first report. */
    const parted = Object.keys(dialects).filter((name) => !/ends only|no duration|leaves the duration alone/.test(name));

    it.each(parted.flatMap((name) => [2, 3, 4, 5, 6].map((from) => [name, from] as const)))(
      'counts for nothing when the sender %s and its report %i is the first that comes here',
      (name, from) => {
        expect(keysFrom(dialects[name]!(8000), from, false)).toEqual([]);
      },
    );

    it.each([2, 4, 5, 6])('counts for nothing when audio comes between its reports, the first of them report %i', (from) => {
      expect(keysFrom(dialects['stamps all with its start']!(8000), from, true)).toEqual([]);
    });

    it.each(parted)('counts when it begins here, by its mark or else by the clock of its sender, that %s', (name) => {
      const press = dialects[name]!(8000);
      expect(keysFrom(press, 5, false, press)).toEqual(['1']);
      if (!name.includes('far away')) expect(keysFrom(press, 5, false, press.slice(1))).toEqual(['1']);
    });
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 6 }), { maxLength: 5 }), (payloads) => {
        const detector = new DigitDetector();
        for (const [n, payload] of payloads.entries()) {
          decodeTelephoneEvent(payload);
          detector.accept({ marker: false, payloadType: 101, sequence: n, timestamp: n, ssrc: 1 }, payload, n);
        }
      }),
      { numRuns: 500 },
    );
  });
});
