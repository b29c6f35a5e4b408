import { G711_RATE } from '../g711.js';

const HALF = 0x80000000;
const MAX_STEP_BACK = 5 * G711_RATE;

/** Octets that go into the recording, one for each 1/8000 s. `position` counts octets since the first packet. */
export interface TimedOctets {
  readonly kind: 'audio' | 'silence';
  readonly position: number;
  readonly octets: Uint8Array;
  /** RTP timestamp of the first octet. */
  readonly timestamp: number;
}

/**
 * Lays payloads on the sender's clock: time that no packet covered becomes silence of at most `maxGap` octets, octets
 * for time already covered are cut away. A clock that jumps back by more than 5 s was reset and is followed anew.
 */
export class Timeline {
  private expected: number | undefined;
  private position = 0;
  private truncatedGaps = 0;

  constructor(
    private readonly silence: number,
    private readonly maxGap: number,
  ) {}

  /** Gaps longer than the bound, of which only the bound was filled. */
  get truncated(): number {
    return this.truncatedGaps;
  }

  /** Forgets the sender's clock: the next payload follows directly on the last one. */
  restart(): void {
    this.expected = undefined;
  }

  /** The octets that this payload adds: silence before it where time is missing, then its own. */
  place(timestamp: number, payload: Uint8Array): readonly TimedOctets[] {
    const ahead = this.aheadBy(timestamp);
    const overlap = Math.min(Math.max(0, -ahead), payload.length);
    const start = (timestamp + overlap) >>> 0;
    const filled = ahead > 0 ? this.fill(ahead, timestamp) : [];
    if (overlap === payload.length) return filled;
    this.expected = (timestamp + payload.length) >>> 0;
    return [...filled, this.emit('audio', start, payload.subarray(overlap))];
  }

  private aheadBy(timestamp: number): number {
    if (this.expected === undefined) return 0;
    const distance = (timestamp - this.expected) >>> 0;
    const signed = distance < HALF ? distance : distance - 2 * HALF;
    return signed < -MAX_STEP_BACK ? 0 : signed;
  }

  private fill(missing: number, until: number): readonly TimedOctets[] {
    if (missing > this.maxGap) this.truncatedGaps += 1;
    const length = Math.min(missing, this.maxGap);
    return [this.emit('silence', (until - length) >>> 0, new Uint8Array(length).fill(this.silence))];
  }

  private emit(kind: TimedOctets['kind'], timestamp: number, octets: Uint8Array): TimedOctets {
    const timed = { kind, position: this.position, octets, timestamp };
    this.position += octets.length;
    return timed;
  }
}
