import { VoxkeepError } from '@voxkeep/contracts';
import type { SegmentWriter } from '../../media/segment-writer.js';
import { Track, type Loss } from './track.js';

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
  const packet = (value: number, kind: 'audio' | 'quiet' | 'missing' = 'audio', packets = 1) => {
    nowMs += 20 * packets;
    track.onAudio(Buffer.alloc(160 * packets, value), kind, nowMs);
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
    packet(1);
    track.want(false, nowMs);
    track.onAudio(Buffer.alloc(160, 8), 'audio', nowMs - 20);
    packet(2);
    expect(segment.taken).toEqual(octetsOf(2));
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
    expect(track.drop()).toBeUndefined();
    expect(told.at(-1)).toBe('not due 5000');
    expect(losses).toEqual([{ fromMs: 1000, toMs: 5000, cause: 'nothing-came', inventedMs: 0 }]);
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
    track.drop();
    expect(losses).toEqual([
      { fromMs: 1020, toMs: 1080, cause: 'packets-lost', inventedMs: 60 },
      { fromMs: 1320, toMs: 1340, cause: 'packets-lost', inventedMs: 20 },
    ]);
  });

  it('lays what is missing to a payload that nobody agreed upon', () => {
    track.want(false);
    packet(1);
    track.onNotice({ code: 'other-payload', payloadType: 18 });
    packet(9, 'missing', 50);
    packet(1);
    track.tellLosses(true);
    expect(losses).toMatchObject([{ cause: 'other-codec', inventedMs: 1000 }]);
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
    track.drop();
    expect(losses).toEqual([]);
    expect(told.at(-1)).toBe('not due 1020');
    segment = new Taken();
    track.want(false);
    packet(1);
    nowMs += 4000;
    track.drop();
    expect(losses).toMatchObject([{ cause: 'nothing-came', fromMs: 1240, toMs: 5240 }]);
  });

  it('gives up a segment whose grant is not durable, says what is missing, and begins another one', () => {
    packet(1);
    track.want(false);
    packet(1);
    segment.answer = 'full';
    packet(2);
    opens = false;
    packet(3);
    segment = new Taken();
    opens = true;
    packet(4);
    expect(told).toEqual(['first 1020', 'due 1020', 'full', 'first 1060', 'first 1080']);
    expect(segment.taken).toEqual(octetsOf(4));
    track.drop();
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
    track.drop();
    expect(losses).toHaveLength(201);
    expect(losses.reduce((sum, { inventedMs }) => sum + inventedMs, 0)).toBe(500 * 20);
  });
});
