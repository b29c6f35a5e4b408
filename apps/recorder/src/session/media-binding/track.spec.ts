import { VoxkeepError } from '@voxkeep/contracts';
import type { OctetKind } from '@voxkeep/telephony';
import type { SegmentWriter } from '../../media/segment-writer.js';
import { endAmong, type StretchEnd } from './stretch-end.js';
import { givenAt } from './first-packets.js';
import type { Loss } from './losses.js';
import { Track } from './track.js';

/** A segment that takes octets until told otherwise. */
class Taken {
  readonly taken: number[] = [];
  answer: 'kept' | 'full' | VoxkeepError = 'kept';

  get octets(): number {
    return this.taken.length;
  }

  write(octets: Uint8Array): 'kept' | 'full' {
    if (this.answer instanceof VoxkeepError) throw this.answer;
    if (this.answer === 'kept') this.taken.push(...octets);
    return this.answer;
  }
}

describe('a track', () => {
  let nowMs: number;
  let told: string[];
  let losses: Loss[];
  let track: Track;
  let segment: Taken;
  let opens: boolean;
  const comes = (isNoise = false, passedOver = 0) => {
    track.onPacket(nowMs, 0, isNoise, passedOver);
  };
  const packet = (value: number, kind: OctetKind = 'audio', packets = 1) => {
    nowMs += 20 * packets;
    if (kind === 'audio') comes();
    track.onAudio(Buffer.alloc(160 * packets, value), kind, nowMs);
  };
  /** The stream is known, and where it lies on the axis; it spoke last at 1020. */
  const hasSpoken = () => {
    nowMs = 900;
    for (let n = 0; n < 6; n += 1) packet(1);
  };
  /** The sender was silent until now, from when a packet would have been due that begins with it. */
  const silence = (ms: number) => {
    track.onAudio(Buffer.alloc(ms * 8, 7), 'quiet', nowMs + 20);
    nowMs += ms;
  };
  /** The stretch ends now; everything was read, and no other track went on, unless given. */
  const drop = (end: Partial<StretchEnd> = {}, ours = false) => {
    const writer = track.drop({ ...endAmong([track], { atMs: nowMs, readMs: nowMs }), ...end });
    track.tellLosses(ours);
    return writer;
  };
  const octetsOf = (...values: number[]) => values.flatMap((value) => Array<number>(160).fill(value));

  beforeEach(() => {
    nowMs = 1000;
    told = [];
    losses = [];
    segment = new Taken();
    opens = true;
    track = new Track(
      { index: 0, channel: 'customer', codec: 'pcma', elapsedMs: (moment = nowMs) => moment },
      {
        onFirst: (_track, startMs) => {
          told.push(`first ${startMs}`);
          return opens ? (segment as unknown as SegmentWriter) : undefined;
        },
        onFull: () => told.push('full'),
        onDue: (_track, fromMs) => told.push(`due ${fromMs}`),
        onNotDue: (_track, toMs) => told.push(`not due ${toMs}`),
        onLost: (_track, loss) => losses.push(loss),
        onDigit: () => undefined,
        onNotice: () => undefined,
      },
    );
  });

  it.each([
    [
      'tells what was not read when it was cut off, as our loss',
      500,
      [{ fromMs: 1520, toMs: 2020, cause: 'receive-queue', inventedMs: 0 }],
    ],
    ['lacks nothing when it was cut off and all but the last moment was read', 30, []],
  ])('%s', (_what, unreadMs, expected) => {
    track.want(false);
    for (let n = 0; n < 26; n += 1) packet(2);
    nowMs += unreadMs;
    track.cutOffAt(nowMs - unreadMs);
    drop({ readMs: nowMs - unreadMs });
    expect(losses).toEqual(expected);
  });

  it('tells as our loss what came after it was cut off, though other streams were read for longer', () => {
    track.want(false);
    for (let n = 0; n < 26; n += 1) packet(2);
    track.cutOffAt(nowMs);
    nowMs += 500;
    drop();
    expect(losses).toEqual([{ fromMs: 1520, toMs: 2020, cause: 'receive-queue', inventedMs: 0 }]);
  });

  it('lays nothing to a halt that a rest before it fell into', () => {
    track.want(false);
    for (let n = 0; n < 26; n += 1) packet(2);
    track.cutOffAt(nowMs - 10);
    drop();
    nowMs += 5000;
    track.want(true);
    for (let n = 0; n < 26; n += 1) packet(3);
    drop();
    expect(losses).toEqual([]);
  });

  it('drops what comes before it is wanted', () => {
    packet(1);
    track.want(false);
    packet(2);
    expect(segment.taken).toEqual(octetsOf(2));
    expect(track.heard).toBe(320);
  });

  it('begins its segment with the first packet, in the same turn, and is due from the moment it was wanted', () => {
    packet(1);
    track.want(false);
    packet(1);
    packet(2);
    expect(told).toEqual(['first 1020', 'due 1020']);
    expect(segment.taken).toEqual(octetsOf(1, 2));
  });

  it('leaves what was due before the yes and still lay in the socket', () => {
    hasSpoken();
    track.want(false, nowMs, givenAt(nowMs));
    comes();
    track.onAudio(Buffer.alloc(160, 8), 'audio', nowMs);
    packet(2);
    expect(segment.taken).toEqual(octetsOf(2));
  });

  it('takes of a packet that was being said at the yes only what came after it', () => {
    hasSpoken();
    track.want(false, nowMs, givenAt(nowMs));
    comes();
    track.onAudio(Buffer.alloc(160, 8), 'audio', nowMs + 20 - 3);
    expect(segment.taken).toEqual(Array<number>(160 - 3 * 8).fill(8));
    expect(told).toEqual(['first 1020', 'due 1020']);
  });

  it('leaves a packet the most of which was said before the yes', () => {
    hasSpoken();
    track.want(false, nowMs, givenAt(nowMs));
    comes();
    track.onAudio(Buffer.alloc(160, 8), 'audio', nowMs + 20 - 12);
    packet(2);
    expect(segment.taken.slice(0, 160)).toEqual(octetsOf(2));
  });

  it('leaves what was said before a yes that came late on its way, as they did', () => {
    hasSpoken();
    const givenMs = nowMs;
    nowMs += 60;
    track.want(false, givenMs, givenAt(givenMs));
    comes();
    track.onAudio(Buffer.alloc(160, 8), 'audio', givenMs - 20);
    track.onAudio(Buffer.alloc(160, 9), 'audio', givenMs);
    track.onAudio(Buffer.alloc(160, 2), 'audio', givenMs + 20);
    for (let n = 3; n < 16; n += 1) packet(n);
    expect(segment.taken.slice(0, 320)).toEqual(octetsOf(2, 3));
  });

  /** Packets that come one by one from now on, each so many milliseconds after it was due. */
  const comesLate = (...lateMs: number[]) => {
    const dueMs = nowMs - lateMs[0]!;
    for (const [n, late] of lateMs.entries()) {
      nowMs = dueMs + n * 20 + late;
      comes();
      track.onAudio(Buffer.alloc(160, n), 'audio', dueMs + n * 20);
    }
  };

  it('takes what came after the yes for what was said after it, however far its sender lies behind its place for good', () => {
    hasSpoken();
    track.want(false, nowMs, givenAt(nowMs));
    nowMs += 20;
    comesLate(500, 500, 503, 501, 500, 500, 500, 504, 500, 500);
    expect(segment.taken).toEqual([]);
    nowMs += 20;
    comesLate(500, 500);
    expect(segment.taken).toEqual(octetsOf(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1));
    expect(losses).toEqual([]);
  });

  it('takes all that its sender said who lost time, though the axis is moved while that waits', () => {
    hasSpoken();
    track.want(false, nowMs, givenAt(nowMs));
    nowMs += 20;
    comesLate(240, 240, 240);
    track.onJump(-240);
    track.onAudio(Buffer.alloc(240 * 8, 7), 'quiet', nowMs - 220);
    nowMs += 20;
    comesLate(...Array<number>(9).fill(0));
    expect(segment.taken).toEqual(octetsOf(0, 1, 2, 0, 1, 2, 3, 4, 5, 6, 7, 8));
  });

  it('leaves out what the axis makes up later for a sender that lost time, since it is kept where it was said', () => {
    hasSpoken();
    track.want(false, nowMs, givenAt(nowMs));
    nowMs += 20;
    comesLate(...Array<number>(12).fill(240));
    track.onJump(-200);
    track.onAudio(Buffer.alloc(200 * 8, 7), 'quiet', nowMs - 220);
    track.onJump(-100);
    track.onAudio(Buffer.alloc(100 * 8, 8), 'quiet', nowMs - 20);
    expect(segment.taken.slice(12 * 160)).toEqual(Array<number>(60 * 8).fill(8));
  });

  it('parts by its place what is still being caught up a second later, and all that follows', () => {
    hasSpoken();
    const givenMs = nowMs;
    track.want(false, givenMs, givenAt(givenMs));
    nowMs += 40;
    for (let n = 0; n < 100; n += 1) {
      nowMs += 18;
      comes();
      track.onAudio(Buffer.alloc(160, n), 'audio', givenMs + 20 * (n - 80));
    }
    expect(segment.taken.slice(0, 160)).toEqual(octetsOf(81));
  });

  it('parts at once by its place what may have waited for this process', () => {
    hasSpoken();
    const givenMs = nowMs;
    track.want(false, givenMs, givenAt(givenMs));
    nowMs += 300;
    for (let n = 0; n < 15; n += 1) {
      track.onPacket(nowMs, 300, false, 0);
      track.onAudio(Buffer.alloc(160, n), 'audio', givenMs + n * 20);
    }
    expect(segment.taken.slice(0, 160)).toEqual(octetsOf(1));
  });

  it.each([
    ['all at once', 0],
    ['twice as fast as it was said', 10],
    ['a third faster than it was said', 15],
  ])('leaves what its sender held up across the yes, and sends %s when it was heard', (_how, everyMs) => {
    hasSpoken();
    const givenMs = nowMs;
    track.want(false, givenMs, givenAt(givenMs));
    nowMs += 200;
    for (let n = -10; n < 90; n += 1) {
      nowMs = Math.max(nowMs + everyMs, givenMs + (n + 1) * 20);
      comes();
      track.onAudio(Buffer.alloc(160, n + 10), 'audio', givenMs + (n + 1) * 20);
    }
    expect(segment.taken.slice(0, 160)).toEqual(octetsOf(10));
    expect(losses).toEqual([]);
  });

  it('leaves what was held up by a sender that lies behind for good besides', () => {
    hasSpoken();
    const givenMs = nowMs;
    track.want(false, givenMs, givenAt(givenMs));
    nowMs += 200;
    // 300 ms behind for good: the tenth was said when the yes was given.
    for (let n = 0; n < 40; n += 1) {
      const saidMs = givenMs + (n - 10) * 20;
      nowMs = Math.max(nowMs, saidMs + 20);
      comes();
      track.onAudio(Buffer.alloc(160, n), 'audio', saidMs + 20 - 300);
    }
    expect(segment.taken.slice(0, 160)).toEqual(octetsOf(10));
    expect(losses).toEqual([]);
  });

  it('leaves what was said in a hold and is read behind its end', () => {
    hasSpoken();
    const resumedMs = nowMs;
    track.want(true, resumedMs, givenAt(resumedMs));
    nowMs += 300;
    for (const [octet, dueMs] of [
      [8, -200],
      [9, 0],
      [2, 20],
    ] as const) {
      track.onPacket(nowMs, 500, false, 0);
      track.onAudio(Buffer.alloc(160, octet), 'audio', resumedMs + dueMs);
    }
    expect(segment.taken).toEqual(octetsOf(2));
  });

  it('keeps nothing of a hold, though it began while what came waited for its place', () => {
    track.want(false, nowMs, { at: () => 1000, isSettled: () => false });
    packet(1);
    drop();
    for (let n = 0; n < 60; n += 1) packet(2);
    expect([segment.taken, told]).toEqual([[], []]);
  });

  it('leaves what was said before the yes for as long as that may have waited', () => {
    hasSpoken();
    track.want(false, nowMs, givenAt(nowMs));
    nowMs += 5000;
    track.onPacket(nowMs, 5000, false, 0);
    track.onAudio(Buffer.alloc(160, 8), 'audio', nowMs - 5000);
    track.onAudio(Buffer.alloc(160, 9), 'audio', nowMs - 4980);
    expect(segment.taken).toEqual(octetsOf(9));
  });

  it('keeps nothing of what waits for its place when it is not wanted any more, and waits no longer than a second', () => {
    const unknown = { at: () => 1000, isSettled: () => false };
    track.want(false, nowMs, unknown);
    packet(1);
    expect(drop()).toBeUndefined();
    track.want(false, nowMs, unknown);
    packet(2);
    nowMs += 980;
    track.look();
    expect(segment.taken).toEqual([]);
    nowMs += 20;
    track.look();
    expect(segment.taken).toEqual(octetsOf(2));
  });

  describe('of which what came has no place yet when it is not wanted any more', () => {
    const unknown = { at: () => 1000, isSettled: () => false };

    it('misses that through us, and does not say that nothing came', () => {
      track.want(false, nowMs, unknown);
      for (let n = 0; n < 10; n += 1) packet(1);
      drop();
      expect(losses).toEqual([{ fromMs: 1000, toMs: 1200, cause: 'unplaced', inventedMs: 0 }]);
      expect(told).toEqual(['due 1000', 'not due 1200']);
    });

    it('misses through its sender what did not come before', () => {
      track.want(false, nowMs, unknown);
      nowMs += 4000;
      for (let n = 0; n < 10; n += 1) packet(1);
      drop();
      expect(losses).toMatchObject([
        { fromMs: 1000, toMs: 5000, cause: 'nothing-came' },
        { fromMs: 5000, toMs: 5200, cause: 'unplaced' },
      ]);
    });

    it('misses with it what never came in between', () => {
      track.want(false, nowMs, unknown);
      packet(1);
      nowMs += 160;
      for (let n = 0; n < 8; n += 1) track.onAudio(Buffer.alloc(160), 'missing', nowMs);
      packet(1);
      drop();
      expect(losses).toEqual([{ fromMs: 1000, toMs: 1200, cause: 'unplaced', inventedMs: 0 }]);
      expect(told).toEqual(['due 1000', 'not due 1200']);
    });

    it('misses nothing of less than stands between two packets', () => {
      track.want(false, nowMs, unknown);
      packet(1);
      drop();
      expect([losses, told]).toEqual([[], []]);
    });
  });

  it('is due from the moment of the yes, however late that was read', () => {
    packet(1);
    nowMs += 500;
    track.want(false, 1020);
    track.onAudio(Buffer.alloc(160, 2), 'audio', 1040);
    expect(told).toEqual(['first 1020', 'due 1020']);
  });

  it('may begin up to a tenth of a second after the yes, and nothing is missing for that', () => {
    packet(1);
    track.want(false);
    nowMs += 85;
    packet(2);
    expect(told).toEqual(['first 1105', 'due 1105']);
    expect(losses).toEqual([]);
  });

  it('begins with the silence of its sender, from the yes on', () => {
    packet(1);
    nowMs += 300;
    track.want(false);
    nowMs -= 300;
    silence(900);
    silence(1000);
    packet(2);
    expect(told).toEqual(['first 1320', 'due 1320']);
    expect(segment.taken).toEqual([...Array<number>(1600 * 8).fill(7), ...octetsOf(2)]);
    expect(losses).toEqual([]);
  });

  it('is whole when comfort noise was the last that came', () => {
    packet(1);
    track.want(false);
    packet(1);
    nowMs += 20;
    comes(true);
    nowMs += 8000;
    expect(track.heardAtMs).toBe(1060);
    drop();
    expect(losses).toEqual([]);
    expect(told.at(-1)).toBe('not due 1040');
  });

  it('misses all since comfort noise that was the last that came, when that was a minute ago', () => {
    packet(1);
    track.want(false);
    packet(1);
    nowMs += 20;
    comes(true);
    nowMs += 60_000;
    expect(track.isSilentAt(nowMs)).toBe(true);
    nowMs += 1000;
    expect(track.isSilentAt(nowMs)).toBe(false);
    drop();
    expect(losses).toEqual([{ fromMs: 1040, toMs: 62_060, cause: 'nothing-came', inventedMs: 0 }]);
  });

  it('misses what we could not keep before comfort noise', () => {
    track.want(false);
    opens = false;
    packet(1);
    comes(true);
    nowMs += 500;
    drop();
    expect(losses).toMatchObject([{ fromMs: 1000, toMs: 1520, cause: 'journal' }]);
  });

  it('is not due when its sender says that it says nothing', () => {
    track.want(false);
    comes(true);
    nowMs += 8000;
    track.look();
    drop();
    expect(told).toEqual([]);
    expect(losses).toEqual([]);
  });

  it('that was not heard yet is due from its first packet, although that was read late', () => {
    track.want(false);
    nowMs += 3500;
    track.look();
    track.onPacket(nowMs, 600, false, 0);
    track.onAudio(Buffer.alloc(160, 1), 'audio', 4000);
    expect(told).toEqual(['due 1000', 'first 3980', 'not due 1000', 'due 3980']);
    expect(losses).toEqual([]);
  });

  it('that was not heard yet is due from its first packet, if that comes within three seconds', () => {
    track.want(false);
    nowMs += 2000;
    packet(1);
    expect(told).toEqual(['first 3000', 'due 3000']);
    expect(losses).toEqual([]);
  });

  it('of which nothing comes is due from the moment it was wanted, and missing until its end', () => {
    track.want(false);
    nowMs += 3500;
    track.look();
    expect(told).toEqual(['due 1000']);
    nowMs += 500;
    expect(drop()).toBeUndefined();
    expect(told.at(-1)).toBe('not due 5000');
    expect(losses).toEqual([{ fromMs: 1000, toMs: 5000, cause: 'nothing-came', inventedMs: 0 }]);
  });

  /** So many packets are lost; the next one comes, and its number tells. */
  const loses = (packets: number, pauseMs = 0) => {
    const dueAt = nowMs + 20;
    nowMs += pauseMs + (packets + 1) * 20;
    comes(false, packets);
    track.onAudio(Buffer.alloc((pauseMs + packets * 20) * 8, 9), 'missing', dueAt);
    track.onAudio(Buffer.alloc(160, 1), 'audio', nowMs);
  };

  it('misses what was lost by the numbers of its packets after each resume, however new it is', () => {
    packet(1);
    for (let hold = 0; hold < 3; hold += 1) {
      track.want(true);
      loses(135);
      for (let n = 0; n < 75; n += 1) packet(1);
      drop();
      segment = new Taken();
    }
    expect(losses).toEqual([
      { fromMs: 1020, toMs: 3720, cause: 'packets-lost', inventedMs: 0 },
      { fromMs: 5240, toMs: 7940, cause: 'packets-lost', inventedMs: 0 },
      { fromMs: 9460, toMs: 12_160, cause: 'packets-lost', inventedMs: 0 },
    ]);
    expect(told.filter((each) => each.startsWith('due'))).toEqual(['due 1020', 'due 5240', 'due 9460']);
  });

  it('misses no more than the numbers say: before them its sender had not begun', () => {
    packet(1);
    track.want(true);
    loses(5, 1000);
    drop();
    expect(told).toEqual(['first 2120', 'due 2020', 'not due 2140']);
    expect(losses).toEqual([{ fromMs: 2020, toMs: 2120, cause: 'packets-lost', inventedMs: 0 }]);
  });

  it('misses nothing that was lost before it was wanted', () => {
    packet(1);
    nowMs += 2000;
    track.want(true);
    nowMs -= 2000;
    loses(100);
    drop();
    expect(losses).toEqual([]);
  });

  it('lays to us what was thrown away of our socket before its first packet', () => {
    packet(1);
    track.want(true);
    loses(50);
    track.tellLosses(true);
    expect(losses).toMatchObject([{ fromMs: 1020, toMs: 2020, cause: 'receive-queue' }]);
    expect(track.lostMs).toBe(1000);
  });

  it('does not begin with silence that was made up for a time before', () => {
    track.want(false);
    packet(9, 'missing', 5);
    packet(1);
    expect(segment.taken).toEqual(octetsOf(1));
  });

  it('tells invented silence as missing, put together, and the sender’s own as nothing', () => {
    track.want(false);
    packet(1);
    packet(9, 'missing');
    packet(9, 'missing', 2);
    packet(1);
    packet(7, 'quiet', 10);
    packet(1);
    packet(9, 'missing');
    drop();
    expect(losses).toEqual([
      { fromMs: 1020, toMs: 1080, cause: 'packets-lost', inventedMs: 60 },
      { fromMs: 1320, toMs: 1340, cause: 'packets-lost', inventedMs: 20 },
    ]);
  });

  it('lays what is missing to a payload that nobody agreed upon', () => {
    track.want(false);
    packet(1);
    packet(9, 'missing');
    packet(9, 'unagreed', 50);
    packet(1);
    packet(9, 'missing');
    packet(1);
    track.tellLosses(false);
    expect(losses).toMatchObject([
      { cause: 'packets-lost', inventedMs: 20 },
      { cause: 'other-codec', inventedMs: 1000 },
      { cause: 'packets-lost', inventedMs: 20 },
    ]);
  });

  it('knows when another codec came last, and counts none of that as lost on the way', () => {
    track.want(false);
    packet(2);
    expect(track.otherCodecAtMs).toBeUndefined();
    track.onNotice({ code: 'clock-jumped', ms: 5 });
    packet(9, 'unagreed', 100);
    track.onNotice({ code: 'other-payload', payloadType: 0 });
    expect([track.otherCodecAtMs, track.lostMs]).toEqual([nowMs, 0]);
    packet(9, 'missing', 3);
    packet(2);
    expect(track.lostMs).toBe(60);
  });

  it('lays it to us from when another codec was refused, until the sender comes back to its own', () => {
    track.want(false);
    packet(1);
    packet(9, 'unagreed', 5);
    packet(1);
    track.otherPayload.refused();
    packet(1);
    packet(9, 'unagreed', 10);
    packet(9, 'missing');
    packet(9, 'unagreed', 10);
    packet(1);
    packet(9, 'unagreed', 5);
    packet(1);
    track.tellLosses(false);
    expect(losses.map(({ cause, inventedMs }) => [cause, inventedMs])).toEqual([
      ['other-codec', 100],
      ['refused-change', 200],
      ['packets-lost', 20],
      ['refused-change', 200],
      ['other-codec', 100],
    ]);
  });

  it('lays it to the sender again once a later offer was taken', () => {
    track.want(false);
    packet(1);
    track.otherPayload.refused();
    packet(9, 'unagreed', 5);
    track.otherPayload.agreed();
    packet(9, 'unagreed', 5);
    packet(1);
    track.tellLosses(false);
    expect(losses.map(({ cause }) => cause)).toEqual(['refused-change', 'other-codec']);
  });

  it('that came back to its own before its grant, lays to the sender what it brings otherwise after it', () => {
    packet(1);
    track.otherPayload.refused();
    packet(9, 'unagreed', 5);
    packet(1);
    track.want(false);
    packet(1);
    packet(9, 'unagreed', 5);
    packet(1);
    track.tellLosses(false);
    expect(losses.map(({ cause }) => cause)).toEqual(['other-codec']);
  });

  it('that brings nothing but what was refused, before its grant and after it, lays that to us', () => {
    packet(1);
    track.otherPayload.refused();
    packet(9, 'unagreed', 50);
    track.want(false);
    packet(9, 'unagreed', 50);
    packet(9, 'unagreed', 50);
    drop();
    expect(losses).toMatchObject([{ fromMs: 2020, cause: 'refused-change', inventedMs: 0 }]);
  });

  it('that brings nothing but such a payload says so', () => {
    packet(1);
    track.want(false);
    packet(9, 'unagreed', 50);
    packet(9, 'unagreed', 50);
    drop();
    expect(losses).toMatchObject([{ fromMs: 1020, cause: 'other-codec', inventedMs: 0 }]);
  });

  it('lays to us what the system threw away of our own socket', () => {
    track.want(false);
    packet(1);
    packet(9, 'missing');
    packet(1);
    expect(track.hasUntoldLosses).toBe(true);
    track.tellLosses(true);
    expect(losses).toMatchObject([{ cause: 'receive-queue', inventedMs: 20 }]);
  });

  it('says what never came at the end, and nothing of the edge between two packets', () => {
    track.want(false);
    packet(1);
    nowMs += 200;
    drop();
    expect(losses).toEqual([]);
    expect(told.at(-1)).toBe('not due 1020');
    segment = new Taken();
    track.want(false);
    packet(1);
    nowMs += 4000;
    drop();
    expect(losses).toMatchObject([{ cause: 'nothing-came', fromMs: 1240, toMs: 5240 }]);
  });

  it.each([
    ['up to a second behind the last packet of the call', 900, 0, []],
    ['no longer than a quarter of one behind that of another stream', 900, 500, [{ fromMs: 1020, toMs: 1920 }]],
    ['a quarter of a second, should others go on', 240, 240, []],
  ])('may hear a good-bye %s', (_time, afterMs, otherMs, missing) => {
    track.want(false);
    packet(1);
    nowMs += afterMs;
    drop({ lastMs: 1020 + otherMs });
    expect(losses).toMatchObject(missing);
  });

  it('misses nothing of the time in which nobody read', () => {
    track.want(false);
    packet(1);
    nowMs += 4000;
    drop({ readMs: 1100 });
    expect(losses).toEqual([]);
    expect(told.at(-1)).toBe('not due 1020');
  });

  it('gives up a segment whose grant is not durable, says what is missing, and begins another one', () => {
    packet(1);
    track.want(false);
    packet(1);
    packet(9, 'missing');
    packet(1);
    segment.answer = 'full';
    packet(2);
    opens = false;
    packet(3);
    segment = new Taken();
    opens = true;
    packet(4);
    expect(told).toEqual(['first 1020', 'due 1020', 'full', 'first 1100', 'first 1120']);
    expect(segment.taken).toEqual(octetsOf(4));
    drop();
    expect(losses).toEqual([]);
  });

  it('takes nothing once the grant has ended, even before it hears of it', () => {
    track.want(false);
    packet(1);
    segment.answer = new VoxkeepError('consent.not-live');
    expect(() => {
      packet(2);
    }).not.toThrow();
    expect(segment.taken).toEqual(octetsOf(1));
  });

  it('tells a flood of losses as two hundred and one', () => {
    track.want(false);
    for (let n = 0; n < 500; n += 1) {
      packet(1);
      packet(9, 'missing');
    }
    drop();
    expect(losses).toHaveLength(201);
    expect(losses.reduce((sum, { inventedMs }) => sum + inventedMs, 0)).toBe(500 * 20);
  });

  it('tells a flood of losses by their causes, each with the silence that was invented and not the time in between', () => {
    track.want(false);
    for (let n = 0; n < 210; n += 1) {
      packet(1, 'audio', 50);
      packet(9, 'missing', 5);
    }
    packet(1);
    packet(9, 'unagreed', 250);
    packet(1);
    track.tellLosses(true);
    expect(losses).toHaveLength(200);
    packet(9, 'missing', 5);
    packet(1);
    drop();
    const [ours, codec, theirs, ...others] = losses.slice(200);
    expect([ours, codec, theirs]).toMatchObject([
      { cause: 'receive-queue', inventedMs: 1000 },
      { cause: 'other-codec', inventedMs: 5000 },
      { cause: 'packets-lost', inventedMs: 100 },
    ]);
    expect([codec!.toMs - codec!.fromMs, theirs!.toMs - theirs!.fromMs, others]).toEqual([5000, 100, []]);
  });

  it('lays its last losses to us as well, once that is asked after it ended', () => {
    track.want(false);
    packet(1);
    packet(9, 'missing');
    packet(1);
    drop({}, true);
    expect(losses).toMatchObject([{ cause: 'receive-queue', inventedMs: 20 }]);
  });
});

describe('the edge of a yes', () => {
  const begun = (givenMs: number, heardMs: number) => {
    const told = { firsts: [] as number[], losses: [] as Loss[], dues: [] as number[] };
    const segment = new Taken();
    const clock = { nowMs: givenMs };
    const track = new Track(
      { index: 0, channel: 'customer', codec: 'pcma', elapsedMs: (moment = clock.nowMs) => moment },
      {
        onFirst: (_track, startMs) => (told.firsts.push(startMs), segment as unknown as SegmentWriter),
        onFull: () => undefined,
        onDue: (_track, fromMs) => told.dues.push(fromMs),
        onNotDue: () => undefined,
        onLost: (_track, loss) => told.losses.push(loss),
        onDigit: () => undefined,
        onNotice: () => undefined,
      },
    );
    /** A packet that was said from a moment on, and is read now, as late as may be. */
    const reads = (saidMs: number, passedOver = 0) => {
      track.onPacket(clock.nowMs, 1000, false, passedOver);
      track.onAudio(Buffer.alloc(160, 1), 'audio', saidMs + 20);
    };
    for (let n = 0; n < 6; n += 1) {
      clock.nowMs = heardMs - 200 + n * 20;
      reads(givenMs - 320 + n * 20);
    }
    clock.nowMs = heardMs;
    track.want(false, givenMs, givenAt(givenMs));
    return { ...told, segment, reads, track };
  };

  it.each([
    [1000, 995, 120, 1000],
    [1000.4, 995, 112, 1001],
    [1000, 990, 80, 1000],
  ])('at %d parts a packet said from %d on: %d octets from %d on', (givenMs, saidMs, octets, startMs) => {
    const { segment, firsts, reads } = begun(givenMs, 1100);
    reads(saidMs);
    expect([segment.octets, firsts]).toEqual([octets, [startMs]]);
  });

  it('leaves a packet of which more than half was said before', () => {
    const { segment, firsts, reads } = begun(1000, 1100);
    reads(989);
    expect([segment.octets, firsts]).toEqual([0, []]);
  });

  it('leaves with what was said before it also what was lost before that', () => {
    const { segment, losses, dues, reads, track } = begun(1000, 1100);
    reads(960, 5);
    reads(1060);
    track.tellLosses(false);
    expect([segment.octets, dues, losses]).toEqual([160, [1060], []]);
  });
});
