import { VoxkeepError } from '@voxkeep/contracts';
import type { SegmentWriter } from '../../media/segment-writer.js';
import { Track } from './track.js';

/** A segment that takes octets until told otherwise. */
class Taken {
  readonly octets: number[] = [];
  answer: 'kept' | 'broken' | VoxkeepError = 'kept';

  write(octets: Uint8Array): 'kept' | 'broken' {
    if (this.answer instanceof VoxkeepError) throw this.answer;
    if (this.answer === 'kept') this.octets.push(...octets);
    return this.answer;
  }
}

describe('a track', () => {
  let nowMs: number;
  let told: string[];
  let track: Track;
  let segment: Taken;
  const writer = () => segment as unknown as SegmentWriter;
  const packet = (value: number) => {
    nowMs += 20;
    track.onAudio(Buffer.alloc(160, value), 0, 'audio');
  };

  beforeEach(() => {
    nowMs = 1000;
    told = [];
    segment = new Taken();
    const events = { onWaiting: () => told.push('waiting'), onBroken: () => told.push('broken'), onDigit: () => undefined };
    track = new Track({ index: 0, channel: 'customer', codec: 'pcma', elapsedMs: () => nowMs }, events);
  });

  it('drops what comes before it is wanted', () => {
    packet(1);
    track.want();
    packet(2);
    expect(track.attach(writer())).toBe('attached');
    expect(segment.octets).toEqual(Array(160).fill(2));
    expect(track.heard).toBe(320);
  });

  it('hands over what waited, then what follows, from the place of the first octet', () => {
    track.want();
    packet(1);
    packet(2);
    expect(track.waitingFromMs).toBe(1000);
    track.attach(writer());
    packet(3);
    expect(segment.octets).toEqual([1, 2, 3].flatMap((value) => Array<number>(160).fill(value)));
  });

  it('does not begin with silence that was made up for a time before', () => {
    track.want();
    track.onAudio(Buffer.alloc(800, 0xd5), 0, 'silence');
    packet(1);
    track.attach(writer());
    expect(segment.octets).toHaveLength(160);
  });

  it('holds two seconds at most and says what it lost', () => {
    track.want();
    for (let n = 0; n < 130; n += 1) packet(1);
    expect(track.attach(writer())).toEqual({ fromMs: 3000, toMs: 3600 });
    expect(segment.octets).toHaveLength(16_000);
    packet(2);
    expect(track.waitingFromMs).toBe(3600);
  });

  it('forgets what waited when it is dropped, and wants no segment any more', () => {
    track.want();
    packet(1);
    expect(track.drop()).toBeUndefined();
    expect(track.attach(writer())).toBe('unwanted');
    expect(segment.octets).toEqual([]);
  });

  it('waits for another segment when the vault fails, without losing the packet', () => {
    track.want();
    packet(1);
    track.attach(writer());
    segment.answer = 'broken';
    packet(2);
    expect(told).toEqual(['waiting', 'broken', 'waiting']);
    segment = new Taken();
    track.attach(writer());
    expect(segment.octets).toEqual(Array(160).fill(2));
  });

  it('takes nothing once the grant has ended, even before it hears of it', () => {
    track.want();
    packet(1);
    track.attach(writer());
    segment.answer = new VoxkeepError('consent.not-live');
    expect(() => {
      packet(2);
    }).not.toThrow();
    expect(told).toEqual(['waiting']);
  });
});
