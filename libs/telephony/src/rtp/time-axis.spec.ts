import fc from 'fast-check';
import { encodeTelephoneEvent } from './telephone-event.js';
import { Line, types } from './stream.fixture.js';

const seconds = (n: number): number => n * 8000;
const audio = (octets: number) => ({ kind: 'audio' as const, octets });
const quiet = (octets: number) => ({ kind: 'quiet' as const, octets });
const missing = (octets: number) => ({ kind: 'missing' as const, octets });

describe('the axis of a stream', () => {
  let line: Line;
  beforeEach(() => (line = new Line()));

  it('has no silence where packets follow each other, across the wrap of sequence and timestamp', () => {
    line.talks(0, 65_000, 66_000, (n) => ({ timestamp: (0xfffffff0 + n * 160) >>> 0 }));
    expect(line.runs).toEqual([audio(160_000)]);
    expect(line.jumps).toEqual([]);
  });

  it('has the silence of a sender that pauses and resumes', () => {
    line.talks(0, 0, 50);
    line.talks(6000, 50, 100, (n) => ({ timestamp: n * 160 + seconds(5) }));
    expect(line.runs).toEqual([audio(8000), quiet(seconds(5)), audio(8000)]);
    expect(line.jumps).toEqual([]);
  });

  it('misses a pause in which packets were lost', () => {
    line.talks(0, 0, 50);
    line.talks(6000, 51, 100, (n) => ({ timestamp: n * 160 + seconds(5) }));
    line.reader.flush();
    expect(line.runs).toEqual([audio(8000), missing(seconds(5) + 160), audio(49 * 160)]);
  });

  it('misses what was lost, for its time', () => {
    line.talks(0, 0, 50);
    line.talks(1060, 53, 100);
    line.reader.flush();
    expect(line.runs).toEqual([audio(8000), missing(480), audio(47 * 160)]);
  });

  it.each([
    ['forward by an hour', 3600],
    ['back by an hour', -3600],
    ['forward by two seconds', 2],
    ['back by two seconds', -2],
    ['back by a tenth of a second', -0.1],
    ['over half of all numbers', 2 ** 31 / 8000],
  ])('goes on when the timestamps jump %s while sequence and arrival go on', (_jump, by) => {
    const at = line.talks(0, 0, 500);
    line.talks(at, 500, 1000, (n) => ({ timestamp: (n * 160 + seconds(by)) >>> 0 }));
    expect(line.runs).toEqual([audio(160_000)]);
    expect(line.jumps).toHaveLength(1);
    expect(line.octets.slice(-160)).toEqual(Array(160).fill(999 & 0xff));
  });

  it('has the time that passed, and no more, when timestamps jump in a pause', () => {
    line.talks(0, 0, 500);
    line.talks(13_000, 500, 600, (n) => ({ timestamp: n * 160 + seconds(3600) }));
    expect(line.runs).toEqual([audio(80_000), quiet(seconds(3)), audio(16_000)]);
    expect(line.jumps).toEqual([3_597_000]);
  });

  it('has the time of a pause in which the sender’s clock stood still', () => {
    line.talks(0, 0, 500);
    line.talks(40_000, 500, 600);
    expect(line.runs).toEqual([audio(80_000), quiet(seconds(30)), audio(16_000)]);
    expect(line.jumps).toEqual([-30_000]);
  });

  it('finds a short stop of the sender’s clock soon after', () => {
    line.talks(0, 0, 500);
    line.talks(10_400, 500, 1000);
    expect(line.told).toBe(160_000 + 3200);
    expect(line.jumps).toEqual([-400]);
  });

  it('invents nothing for a network that holds packets back and lets them go', () => {
    line.talks(0, 0, 500);
    for (let n = 500; n < 545; n += 1) line.arrives(10_900, { sequence: n });
    line.talks(10_900, 545, 2000);
    expect(line.runs).toEqual([audio(320_000)]);
  });

  it('believes no time of arrival of a process that was held up', () => {
    line.talks(0, 0, 500);
    for (let n = 500; n < 700; n += 1) line.arrives(14_000, { sequence: n }, 4000);
    line.talks(14_000, 700, 2000);
    expect(line.runs).toEqual([audio(320_000)]);
  });

  it('is not cut when the first packets had been held up', () => {
    for (let n = 0; n < 20; n += 1) line.arrives(400, { sequence: n });
    line.talks(400, 20, 3000);
    expect(line.runs).toEqual([audio(480_000)]);
  });

  it('takes no more than ten seconds ahead of time from a sender that floods', () => {
    line.talks(0, 0, 500);
    for (let n = 500; n < 3000; n += 1) line.arrives(10_000, { sequence: n });
    expect(line.told).toBeLessThanOrEqual(seconds(20) + 160);
    expect(line.reader.statistics.tooFast).toBeGreaterThan(1900);
  });

  it.each([0, 2, 5])('makes nothing up where what was said in a pause comes after it, a packet every %d ms', (everyMs) => {
    line.talks(0, 0, 500);
    let n = 500;
    for (let at = 22_000; n * 20 <= at; n += 1, at += everyMs) line.arrives(at, { sequence: n });
    line.talks(n * 20, n, 3000);
    expect(line.runs).toEqual([audio(3000 * 160)]);
    expect(line.jumps).toEqual([]);
  });

  it.each([3, 6, 20, 300])(
    'makes up, before it, what of a pause was never said, when %d packets come at once behind it',
    (many) => {
      line.talks(0, 0, 500);
      for (let n = 500; n < 500 + many; n += 1) line.arrives(22_000, { sequence: n });
      line.talks(22_020, 500 + many, 1800);
      expect(line.runs.map(({ kind }) => kind)).toEqual(['audio', 'quiet', 'audio']);
      expect(line.runs[0]).toEqual(audio(80_000));
      expect(Math.abs(line.runs[1]!.octets - seconds(12 - (many - 1) * 0.02))).toBeLessThan(240);
    },
  );

  it.each([
    [10, 14_000],
    [13, 14_000],
    [17, 11_100],
  ])('makes nothing up for a sender that catches up with what it said in a pause, a packet every %d ms', (everyMs, untilMs) => {
    line.talks(0, 0, 500);
    let n = 500;
    for (let at = untilMs; n * 20 <= at; n += 1, at += everyMs) line.arrives(at, { sequence: n });
    line.talks(n * 20, n, 3000);
    expect(line.runs).toEqual([audio(3000 * 160)]);
  });

  it('makes nothing up for a pause of less than a second, though the packet behind it may have waited and was read later', () => {
    line.talks(0, 0, 500);
    for (let n = 500; n < 549; n += 1) line.arrives(10_990, { sequence: n }, 20);
    line.talks(549 * 20, 549, 1200);
    expect(line.runs).toEqual([audio(1200 * 160)]);
    expect(line.jumps).toEqual([]);
  });

  it('makes up the next pause, though one before was none', () => {
    line.talks(0, 0, 500);
    for (let n = 500; n < 600; n += 1) line.arrives(12_000, { sequence: n });
    const at = line.talks(12_020, 600, 800);
    line.talks(at + 3000, 800, 900);
    expect(line.runs.map(({ kind }) => kind)).toEqual(['audio', 'quiet', 'audio']);
    expect(line.runs[0]).toEqual(audio(800 * 160));
  });

  it.each(['endPause', 'flush'] as const)('makes nothing up of a pause that is left open, until it lasts: %s', (how) => {
    line.talks(0, 0, 500);
    line.talks(12_000, 500, 504);
    line.reader[how]('left-open');
    expect(line.runs).toEqual([audio(504 * 160)]);
    line.talks(12_080, 504, 800);
    expect(line.runs.map(({ kind }) => kind)).toEqual(['audio', 'quiet', 'audio']);
    expect(Math.abs(line.runs[1]!.octets - seconds(2))).toBeLessThan(240);
  });

  it('takes what waits behind a pause for what was agreed upon when it came', () => {
    line.talks(0, 0, 500);
    line.talks(12_000, 500, 503);
    line.reader.agree({ ...types, audio: 0 });
    expect(line.runs).toEqual([audio(80_000), quiet(seconds(2)), audio(480)]);
  });

  it.each(['drain', 'endPause', 'flush'] as const)(
    'makes a pause up once that is known, before what is said after it: %s',
    (how) => {
      line.talks(0, 0, 500);
      line.talks(12_000, 500, 504);
      expect(line.runs).toEqual([audio(80_000)]);
      if (how === 'drain') line.reader.drain(12_100);
      else line.reader[how]();
      expect(line.runs).toEqual([audio(80_000), quiet(seconds(2)), audio(640)]);
    },
  );

  it.each(['a new SSRC', 'a restart of the sequence'])('goes on by arrival after %s', (what) => {
    const change = what === 'a new SSRC' ? { ssrc: 9 } : {};
    line.talks(0, 0, 500);
    line.talks(12_000, 30_000, 30_100, (n) => ({ ...change, timestamp: (n * 977) >>> 0 }));
    const at = line.runs.slice(0, 2);
    expect(at).toEqual([audio(80_000), missing(seconds(2))]);
    expect(line.told).toBe(80_000 + seconds(2) + 16_000);
  });
});

describe('what may have waited in its socket', () => {
  let line: Line;
  beforeEach(() => (line = new Line()));

  it.each([60, 200])('is no time that passed before a source that changed, when it waited for %d ms', (waited) => {
    line.talks(0, 0, 500);
    for (let n = 500; n < 600; n += 1) line.arrives(n * 20 + waited, { ssrc: 9, sequence: n }, waited);
    expect(line.runs).toEqual([audio(600 * 160)]);
  });

  it('is no time that passed although the packet after it came in its time', () => {
    line.talks(0, 0, 500);
    line.arrives(10_200, { ssrc: 9, sequence: 500 }, 200);
    for (let n = 501; n < 600; n += 1) line.arrives(Math.max(10_200, n * 20), { ssrc: 9, sequence: n });
    expect(line.runs).toEqual([audio(600 * 160)]);
  });

  it('lets through what passed all the same', () => {
    line.talks(0, 0, 500);
    for (let n = 500; n < 600; n += 1) line.arrives(n * 20 + 1100, { ssrc: 9, sequence: n }, 100);
    expect(line.runs[1]).toEqual(missing(8000));
  });
});

describe('a key', () => {
  it.each([
    ['20 ms', 160],
    ['30 ms', 240],
  ])('was let go when its end was sent, by the clock of its sender, in packets of %s', (_length, octets) => {
    const line = new Line();
    const ms = octets / 8;
    const payload = new Uint8Array(octets);
    for (let n = 0; n < 50; n += 1) line.arrives(n * ms, { sequence: n, timestamp: n * octets, payload });
    for (let n = 0; n < 5; n += 1) {
      const report = encodeTelephoneEvent({ event: 1, end: n === 4, volume: 10, duration: (n + 1) * octets });
      line.arrives(5000, { payloadType: 101, sequence: 50 + n, timestamp: 50 * octets, payload: report }, 5000);
    }
    expect(line.releases).toEqual([54 * ms]);
  });

  /** Packets of 20 ms, each so long after the other; then a key of 80 ms that is read at once or all at the end. */
  const pressedAfter = (everyMs: number, waitMs = 0) => {
    const line = new Line();
    let at = 0;
    for (let n = 0; n < 200; n += 1, at += everyMs) line.arrives(at, { sequence: n });
    for (let n = 0; n < 4; n += 1, at += 20) {
      const report = encodeTelephoneEvent({ event: 1, end: n === 3, volume: 10, duration: (n + 1) * 160 });
      line.arrives(at + waitMs, { payloadType: 101, sequence: 200 + n, timestamp: 200 * 160, payload: report }, waitMs);
    }
    return line.releases[0]! - (at - 20);
  };

  it.each([25, 40, 100])(
    'of a sender that brings 20 ms of audio in %d ms was let go when that was heard, and no earlier',
    (everyMs) => {
      expect(pressedAfter(everyMs)).toBe(0);
      expect(pressedAfter(everyMs, 3000)).toBe(3000);
    },
  );

  it('was let go before it was read for as long as that may have waited', () => {
    expect(pressedAfter(20)).toBe(0);
    expect(pressedAfter(20, 3000)).toBe(0);
  });

  it('that the network held up for longer than its jitter was let go when it came', () => {
    const line = new Line();
    line.talks(0, 0, 50);
    const report = encodeTelephoneEvent({ event: 1, end: true, volume: 10, duration: 160 });
    line.arrives(1400, { payloadType: 101, sequence: 50, timestamp: 50 * 160, payload: report });
    expect(line.releases).toEqual([1400]);
  });
});

describe('what packets are', () => {
  it('the time of a payload that nobody agreed upon is told as such, beside what was lost', () => {
    const line = new Line();
    line.talks(0, 0, 50);
    line.talks(1000, 50, 60, () => ({ payloadType: 18 }));
    line.talks(1200, 60, 70);
    line.talks(1440, 72, 100);
    line.reader.flush();
    expect(line.runs).toEqual([audio(8000), { kind: 'unagreed', octets: 1600 }, audio(1600), missing(320), audio(28 * 160)]);
  });

  it('each of an agreed type is told to have come, comfort noise and keys too', () => {
    const line = new Line();
    line.arrives(0, { sequence: 0 });
    line.arrives(20, { sequence: 1, payloadType: 13, payload: Uint8Array.of(40) });
    line.arrives(40, { sequence: 2, payloadType: 18 });
    line.arrives(60, { sequence: 3, payloadType: 101, payload: Uint8Array.of(1, 10, 0, 160) });
    expect(line.heardAt).toEqual([0, 20, 60]);
  });
});

describe('what never came before a packet', () => {
  it('is told by its number, of a type that nobody agreed upon too, and not after a restart', () => {
    const line = new Line();
    line.talks(0, 65_530, 65_532);
    line.talks(320, 65_546, 65_547, () => ({ payloadType: 18 }));
    line.talks(360, 65_548, 65_549);
    line.talks(1000, 30_000, 30_003);
    line.reader.flush();
    expect(line.passedOver).toEqual([0, 0, 15, 0, 0, 0]);
  });
});

/** What a call does: a stretch of 20 ms packets, and what happens after it. */
const happening = fc.record({
  packets: fc.integer({ min: 20, max: 4000 }),
  then: fc.constantFrom('pause', 'jump', 'jump-in-pause', 'lose', 'source', 'swap'),
  ms: fc.integer({ min: 20, max: 20_000 }),
  jump: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
});

type Happening = typeof happening extends fc.Arbitrary<infer Value> ? Value : never;

/** A sender with a crystal of its own, over a network with up to 25 ms of jitter. */
class Sender {
  sequence = 65_000;
  timestamp = 0xfffff000;
  ssrc = 1;
  at = 0;
  worst = 0;
  #first: number | undefined;
  #seed: number;

  constructor(
    private readonly line: Line,
    private readonly ppm: number,
    seed: number,
  ) {
    this.#seed = seed | 1;
  }

  live({ packets, then, ms, jump }: Happening): void {
    this.talk(packets);
    if (then === 'pause' || then === 'jump-in-pause') this.pass(ms);
    if (then === 'jump' || then === 'jump-in-pause') this.timestamp = (this.timestamp + jump) >>> 0;
    if (then === 'lose') this.lose(ms % 100);
    if (then === 'swap') this.swap();
    if (then === 'source') Object.assign(this, { ssrc: this.ssrc + 1, sequence: jump & 0xffff, timestamp: jump >>> 0 });
  }

  talk(packets: number): void {
    for (let n = 0; n < packets; n += 1) this.#packet(this.at + this.#random() * 25);
  }

  /** The next two packets overtake each other. */
  swap(): void {
    const [sequence, timestamp] = [this.sequence, this.timestamp];
    this.#go();
    this.#packet(this.at);
    this.line.arrives(this.at + 1, { sequence, timestamp, ssrc: this.ssrc });
  }

  pass(ms: number): void {
    this.at += ms;
    this.timestamp = (this.timestamp + Math.round(ms * 8 * (1 + this.ppm / 1e6))) >>> 0;
  }

  /** Packets that are sent and never come. */
  lose(packets: number): void {
    for (let n = 0; n < packets; n += 1) this.#go();
  }

  #packet(at: number): void {
    this.#first ??= at;
    this.line.arrives(at, { sequence: this.sequence, timestamp: this.timestamp, ssrc: this.ssrc });
    this.#go();
    if (!this.line.reader.isWaiting) this.worst = Math.max(this.worst, Math.abs((this.line.told - 160) / 8 - (at - this.#first)));
  }

  #go(): void {
    this.at += 20 / (1 + this.ppm / 1e6);
    this.sequence = (this.sequence + 1) & 0xffff;
    this.timestamp = (this.timestamp + 160) >>> 0;
  }

  #random(): number {
    this.#seed = (Math.imul(this.#seed, 1_103_515_245) + 12_345) & 0x7fffffff;
    return this.#seed / 0x7fffffff;
  }
}

describe('the axis of a long call', () => {
  it('stays within a tenth of a second of arrival whatever drift, jitter, loss, pauses, jumps and changes of source do', () => {
    const call = fc.record({
      ppm: fc.integer({ min: -200, max: 200 }),
      seed: fc.integer(),
      happenings: fc.array(happening, { minLength: 1, maxLength: 12 }),
    });
    fc.assert(
      fc.property(call, ({ ppm, seed, happenings }) => {
        const sender = new Sender(new Line({ listens: false }), ppm, seed);
        for (const each of happenings) sender.live(each);
        expect(sender.worst).toBeLessThan(100);
      }),
      { numRuns: 20, endOnFailure: true },
    );
  });

  it.each([-200, 200])('stays within a tenth of a second of arrival for two hours when crystals differ by %d ppm', (ppm) => {
    const line = new Line({ listens: false });
    const sender = new Sender(line, ppm, 1);
    sender.talk(2 * 3600 * 50);
    expect(sender.worst).toBeLessThan(100);
    const drifted = (2 * 3600 * 8000 * Math.abs(ppm)) / 1e6;
    expect(line.reader.statistics.slips).toBeLessThan(drifted);
    expect(line.jumps).toEqual([]);
  });
});
