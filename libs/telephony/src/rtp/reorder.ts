import { G711_RATE, silenceOctet } from '../g711.js';
import type { G711Codec } from '../g711.js';
import type { RtpPacket } from './packet.js';
import { Timeline } from './timeline.js';
import type { TimedOctets } from './timeline.js';

export interface SequencerOptions {
  readonly codec: G711Codec;
  /** Packets held at most while one is missing; 16 unless given. */
  readonly windowPackets?: number;
  /** Milliseconds a packet is held at most while an earlier one is missing; 200 unless given. */
  readonly windowMs?: number;
  /** Longest gap that is filled with silence, in milliseconds; 60,000 unless given. */
  readonly maxGapMs?: number;
}

/** `lost` counts sequence numbers that were passed over; one that comes after that is `late` as well. */
export interface StreamStatistics {
  received: number;
  lost: number;
  reordered: number;
  duplicates: number;
  late: number;
  strays: number;
  ssrcChanges: number;
}

interface Held {
  readonly packet: RtpPacket;
  readonly carriesAudio: boolean;
  readonly receivedAt: number;
}

const MAX_DROPOUT = 3000; // RFC 3550 A.1
const MAX_MISORDER = 100;

/**
 * Puts the packets of one stream in order. Same packets at the same times, same octets: no clock of its own. Octets
 * start at the first packet accepted; a new SSRC, or a sequence restart confirmed by a second packet, continues directly.
 */
export class StreamSequencer {
  private readonly counts: StreamStatistics = {
    received: 0,
    lost: 0,
    reordered: 0,
    duplicates: 0,
    late: 0,
    strays: 0,
    ssrcChanges: 0,
  };
  private readonly held = new Map<number, Held>();
  private readonly timeline: Timeline;
  private readonly windowPackets: number;
  private readonly windowMs: number;
  private ssrc: number | undefined;
  private next = 0;
  private restartAt: number | undefined;
  private readonly passed = new Set<number>();

  constructor({ codec, windowPackets = 16, windowMs = 200, maxGapMs = 60_000 }: SequencerOptions) {
    this.timeline = new Timeline(silenceOctet(codec), (maxGapMs * G711_RATE) / 1000);
    this.windowPackets = windowPackets;
    this.windowMs = windowMs;
  }

  get statistics(): Readonly<StreamStatistics> {
    return { ...this.counts };
  }

  /** Gaps that were longer than the bound; see {@link Timeline}. */
  get truncatedGaps(): number {
    return this.timeline.truncated;
  }

  /**
   * Takes a packet in the order of arrival and returns what became due. `receivedAt` in milliseconds of any steady
   * clock. Pass telephone-events with `carriesAudio: false`: they use up sequence numbers and their time is silence.
   */
  accept(packet: RtpPacket, receivedAt: number, carriesAudio = true): readonly TimedOctets[] {
    this.counts.received += 1;
    const before = this.follow(packet);
    const distance = (packet.sequence - this.next) & 0xffff;
    if (distance >= 0x10000 - MAX_MISORDER) return [...before, ...this.countLate(packet.sequence)];
    if (distance > MAX_DROPOUT) return [...before, ...this.suspectRestart(packet, receivedAt, carriesAudio)];
    this.restartAt = undefined;
    if (this.held.has(packet.sequence)) {
      this.counts.duplicates += 1;
      return before;
    }
    if ([...this.held.keys()].some((sequence) => ((sequence - packet.sequence) & 0xffff) < 0x8000)) this.counts.reordered += 1;
    this.held.set(packet.sequence, { packet, carriesAudio, receivedAt });
    return [...before, ...this.release(receivedAt)];
  }

  /** What became due by the passing of time alone; for a timer while no packets come. */
  drain(now: number): readonly TimedOctets[] {
    return this.release(now);
  }

  /** Everything still held, at the end of a stream. */
  flush(): readonly TimedOctets[] {
    const octets: TimedOctets[] = [];
    while (this.held.size > 0) {
      this.skipToHeld();
      octets.push(...this.releaseInOrder());
    }
    return octets;
  }

  private follow(packet: RtpPacket): readonly TimedOctets[] {
    if (this.ssrc === packet.ssrc) return [];
    const rest = this.flush();
    if (this.ssrc !== undefined) this.counts.ssrcChanges += 1;
    this.begin(packet);
    return rest;
  }

  private begin({ ssrc, sequence }: RtpPacket): void {
    this.ssrc = ssrc;
    this.next = sequence;
    this.restartAt = undefined;
    this.passed.clear();
    this.timeline.restart();
  }

  private countLate(sequence: number): readonly TimedOctets[] {
    if (this.passed.delete(sequence)) this.counts.late += 1;
    else this.counts.duplicates += 1;
    return [];
  }

  private suspectRestart(packet: RtpPacket, receivedAt: number, carriesAudio: boolean): readonly TimedOctets[] {
    if (this.restartAt !== packet.sequence) {
      this.counts.strays += 1;
      this.restartAt = (packet.sequence + 1) & 0xffff;
      return [];
    }
    const rest = this.flush();
    this.begin(packet);
    this.held.set(packet.sequence, { packet, carriesAudio, receivedAt });
    return [...rest, ...this.releaseInOrder()];
  }

  private release(now: number): readonly TimedOctets[] {
    const octets = [...this.releaseInOrder()];
    while (this.held.size > 0 && this.isOverdue(now)) {
      this.skipToHeld();
      octets.push(...this.releaseInOrder());
    }
    return octets;
  }

  private isOverdue(now: number): boolean {
    return (
      this.held.size >= this.windowPackets || [...this.held.values()].some(({ receivedAt }) => now - receivedAt >= this.windowMs)
    );
  }

  private skipToHeld(): void {
    const missing = Math.min(...[...this.held.keys()].map((sequence) => (sequence - this.next) & 0xffff));
    this.counts.lost += missing;
    for (let skipped = Math.max(0, missing - MAX_MISORDER); skipped < missing; skipped += 1)
      this.passed.add((this.next + skipped) & 0xffff);
    this.next = (this.next + missing) & 0xffff;
  }

  private releaseInOrder(): readonly TimedOctets[] {
    const octets: TimedOctets[] = [];
    for (let held = this.held.get(this.next); held; held = this.held.get(this.next)) {
      this.held.delete(this.next);
      this.passed.delete((this.next - MAX_MISORDER) & 0xffff);
      this.next = (this.next + 1) & 0xffff;
      if (held.carriesAudio) octets.push(...this.timeline.place(held.packet.timestamp, held.packet.payload));
    }
    return octets;
  }
}
