import type { RtpHeader } from './packet.js';

/** How a packet follows the one before it: in sequence; after packets that never came; or as the first of a source or a restart. */
export type Succession = 'unbroken' | 'lost' | 'restarted';

/** A packet and where its payload lies in the datagram. */
export interface RtpSpan extends RtpHeader {
  readonly payloadStart: number;
  readonly payloadEnd: number;
}

/**
 * Who takes the packets in order. `packet` is valid during the call only; `bytes` is the datagram it was read from. `waitedMs`: for how
 * long it may have waited to be read at `receivedAt`.
 */
export type OnPacket = (packet: RtpSpan, bytes: Buffer, receivedAt: number, waitedMs: number, succession: Succession) => void;

/** How long a packet waits for an earlier one. */
export interface SequencerOptions {
  /** Packets held at most while one is missing; 16 unless given. */
  readonly windowPackets?: number;
  /** Milliseconds a packet is held at most while an earlier one is missing; 200 unless given. */
  readonly windowMs?: number;
}

/** `lost` counts sequence numbers that were passed over; one that comes after that is `late` as well. */
export interface SequenceStatistics {
  readonly received: number;
  readonly lost: number;
  readonly reordered: number;
  readonly duplicates: number;
  readonly late: number;
  readonly strays: number;
  readonly ssrcChanges: number;
}

/** The bytes that a packet was read from, and when. */
interface Datagram {
  readonly bytes: Buffer;
  readonly receivedAt: number;
  readonly waitedMs: number;
}

interface Held extends Datagram {
  readonly packet: RtpSpan;
}

const MAX_DROPOUT = 3000; // RFC 3550 A.1
const MAX_MISORDER = 100;

/**
 * Puts the packets of one stream in order. Same packets at the same times, same order: no clock of its own. A packet that comes in its
 * turn is passed on within the call and nothing is made for it. A new SSRC, or a sequence restart confirmed by a second packet,
 * continues directly.
 */
export class StreamSequencer {
  private readonly counts = { lost: 0, reordered: 0, duplicates: 0, late: 0, strays: 0, ssrcChanges: 0 };
  private received = 0;
  /** Nothing is held, suspected or passed over: the next packet in its turn touches nothing but these few fields. */
  private isStraight = false;
  /** In the order of sequence. */
  private readonly held: Held[] = [];
  private readonly passed = new Set<number>();
  private readonly windowPackets: number;
  private readonly windowMs: number;
  private begun = false;
  private source = 0;
  private next = 0;
  private newest = 0;
  private suspect: Held | undefined;

  constructor(
    private readonly onPacket: OnPacket,
    { windowPackets = 16, windowMs = 200 }: SequencerOptions = {},
  ) {
    this.windowPackets = windowPackets;
    this.windowMs = windowMs;
  }

  get statistics(): SequenceStatistics {
    return { received: this.received, ...this.counts };
  }

  /** The SSRC that is followed, as a signed number; undefined before the first packet. */
  get ssrc(): number | undefined {
    return this.begun ? this.source : undefined;
  }

  /** Packets of another source, or far from their turn, that nothing followed. */
  get strays(): number {
    return this.counts.strays;
  }

  /** Packets that wait for a missing one. */
  get waiting(): number {
    return this.held.length;
  }

  /** How many numbers a sequence number lies ahead of the one that is due. */
  distanceOf(sequence: number): number {
    return (sequence - this.next) & 0xffff;
  }

  /** Takes a packet in the order of arrival and passes on what became due. `receivedAt` in milliseconds of any steady clock. */
  accept(packet: RtpSpan, bytes: Buffer, receivedAt: number, waitedMs = 0): void {
    this.received += 1;
    if (this.isStraight && packet.sequence === this.next && packet.ssrc === this.source) {
      this.next = (packet.sequence + 1) & 0xffff;
      this.newest = packet.timestamp;
      this.onPacket(packet, bytes, receivedAt, waitedMs, 'unbroken');
    } else {
      this.acceptOutOfTurn(packet, { bytes, receivedAt, waitedMs });
      this.isStraight = this.held.length === 0 && this.passed.size === 0 && !this.suspect;
    }
  }

  /** Passes on what became due by the passing of time alone; for a timer while no packets come. */
  drain(now: number): void {
    while (this.held.length > 0 && this.isOverdue(now)) this.releaseFirst();
  }

  /** Passes on everything still held. */
  flush(): void {
    while (this.held.length > 0) this.releaseFirst();
  }

  private acceptOutOfTurn(packet: RtpSpan, datagram: Datagram): void {
    const distance = this.distanceOf(packet.sequence);
    if (!this.begun) this.restart({ packet, ...datagram });
    else if (packet.ssrc !== this.source) this.suspectRestart(packet, datagram);
    else if (distance >= 0x10000 - MAX_MISORDER) this.countLate(packet, datagram);
    else if (distance > MAX_DROPOUT) this.suspectRestart(packet, datagram);
    else this.hold(packet, datagram);
  }

  private hold(packet: RtpSpan, datagram: Datagram): void {
    const at = this.placeOf(packet);
    if (this.held[at - 1]?.packet.sequence === packet.sequence) {
      this.counts.duplicates += 1;
      return;
    }
    if (at < this.held.length) this.counts.reordered += 1;
    this.held.splice(at, 0, { packet: copyOf(packet), ...datagram });
    while (this.held[0]?.packet.sequence === this.next) this.releaseFirst();
    while (this.held.length >= this.windowPackets) this.releaseFirst();
    this.drain(datagram.receivedAt);
  }

  private placeOf({ sequence }: RtpSpan): number {
    const distance = this.distanceOf(sequence);
    const later = this.held.findIndex(({ packet }) => this.distanceOf(packet.sequence) > distance);
    return later < 0 ? this.held.length : later;
  }

  /** A number behind the due one is late or known, unless its timestamp is newer than all: then the sender began to count anew. */
  private countLate(packet: RtpSpan, datagram: Datagram): void {
    if (this.passed.delete(packet.sequence)) this.counts.late += 1;
    else if (((packet.timestamp - this.newest) | 0) > 0) this.suspectRestart(packet, datagram);
    else this.counts.duplicates += 1;
  }

  /** One packet of another source, or far from its turn, is a stray; a second one that follows it is a restart, and neither is lost. */
  private suspectRestart(packet: RtpSpan, datagram: Datagram): void {
    const { suspect } = this;
    if (suspect && follows(packet, suspect.packet)) {
      if (this.source !== packet.ssrc) this.counts.ssrcChanges += 1;
      this.restart(suspect);
      this.hold(packet, datagram);
      return;
    }
    if (suspect) this.counts.strays += 1;
    this.suspect = { packet: copyOf(packet), ...datagram };
  }

  private restart(first: Held): void {
    this.suspect = undefined;
    this.flush();
    this.begun = true;
    this.source = first.packet.ssrc;
    this.next = first.packet.sequence;
    this.passed.clear();
    this.pass(first, 'restarted');
  }

  /** Everything is settled before the packet is told, so that who hears of it may flush. */
  private pass({ packet, bytes, receivedAt, waitedMs }: Held, succession: Succession): void {
    if (this.suspect) this.dropSuspect();
    this.next = (packet.sequence + 1) & 0xffff;
    if (this.passed.size > 0) this.forgetUnreachable();
    this.newest = packet.timestamp;
    this.onPacket(packet, bytes, receivedAt, waitedMs, succession);
  }

  /** Numbers that would be too far behind to count as late, the oldest first: one that stayed would keep every packet from the straight way. */
  private forgetUnreachable(): void {
    for (const number of this.passed) {
      if (((this.next - number) & 0xffff) <= MAX_MISORDER) return;
      this.passed.delete(number);
    }
  }

  private dropSuspect(): void {
    this.suspect = undefined;
    this.counts.strays += 1;
  }

  private isOverdue(now: number): boolean {
    return this.held.some(({ receivedAt }) => now - receivedAt >= this.windowMs);
  }

  private releaseFirst(): void {
    const first = this.held.shift();
    if (!first) return;
    const missing = this.distanceOf(first.packet.sequence);
    if (missing > 0) this.passOver(missing);
    this.pass(first, missing > 0 ? 'lost' : 'unbroken');
  }

  private passOver(missing: number): void {
    this.counts.lost += missing;
    for (let skipped = Math.max(0, missing - MAX_MISORDER); skipped < missing; skipped += 1)
      this.passed.add((this.next + skipped) & 0xffff);
  }
}

function follows(packet: RtpSpan, earlier: RtpSpan): boolean {
  const distance = (packet.sequence - earlier.sequence) & 0xffff;
  return packet.ssrc === earlier.ssrc && distance >= 1 && distance <= 3;
}

function copyOf({ marker, payloadType, sequence, timestamp, ssrc, payloadStart, payloadEnd }: RtpSpan): RtpSpan {
  return { marker, payloadType, sequence, timestamp, ssrc, payloadStart, payloadEnd };
}
