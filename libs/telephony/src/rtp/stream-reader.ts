import { G711_RATE, silenceOctet } from '../g711.js';
import type { G711Codec } from '../g711.js';
import { AfterPause, type PauseEnd } from './after-pause.js';
import { RtpReader } from './packet.js';
import { StreamSequencer } from './reorder.js';
import type { RtpSpan, SequenceStatistics, SequencerOptions, Succession } from './reorder.js';
import { decodeTelephoneEvent, DigitDetector } from './telephone-event.js';
import { TimeAxis } from './time-axis.js';

/**
 * What octets are. `audio`: a packet brought them. `quiet`: the sender's own silence: its sequence is unbroken and its clock went on
 * (pauses, comfort noise, the time of telephone-events). `missing`: invented for packets that never came. `unagreed`: invented for
 * payloads that could not be taken, since nobody had agreed upon their type.
 */
export type OctetKind = 'audio' | 'quiet' | 'missing' | 'unagreed';

/** Who hears a stream. Everything is told in the order of time, within the call that brought it. */
export interface StreamEar {
  /**
   * A packet of an agreed type, before what it brings. `waitedMs`: for how long it may have waited to be read at `receivedAt`;
   * `isNoise`: its sender says that it says nothing; `passedOver`: packets that never came since the one told before, by their numbers.
   */
  onPacket(receivedAt: number, waitedMs: number, isNoise: boolean, passedOver: number): void;
  /** `octets` are valid during the call. `dueAt`: when the first of them is due, on the clock of `receivedAt`, free of jitter. */
  onAudio(octets: Buffer, kind: OctetKind, dueAt: number): void;
  /**
   * `releasedAt`: when the packet that ends the press was due, on the same clock; when it came, where that is earlier, or where it came so late
   * that its sender may be slow. `dueAt`: when it was due all the same. `beganAt`: when the key went down, at the latest, by what
   * its reports say of how long it was down.
   */
  onDigit(key: string, releasedAt: number, dueAt: number, beganAt: number): void;
}

/** Who hears what is odd about a stream. */
export interface StreamWatch {
  /** Timestamps went `ms` further than time did while the sequence went on (negative: less far, and so much is made up); told before what they brought. */
  onJump(ms: number): void;
  /** A packet of a payload type that was not agreed. */
  onOtherPayload(payloadType: number): void;
}

/** Payload types of one stream. */
export interface PayloadTypes {
  readonly audio: number;
  readonly telephoneEvent?: number;
  /** Negotiated comfort noise; 13 (RFC 3389) and the 19 of old gateways are known anyway. */
  readonly comfortNoise?: number;
}

/** Counts of a stream since it began, in packets. */
export interface StreamStatistics extends Readonly<SequenceStatistics> {
  /** Not RTP of version 2. */
  readonly malformed: number;
  /** RTCP that came to the port of the media (RFC 5761). */
  readonly control: number;
  /** Of a payload type that was not negotiated. */
  readonly unexpected: number;
  readonly digits: number;
  readonly clockJumps: number;
  /** Octets left out or repeated to follow the sender's clock. */
  readonly slips: number;
  /** Left out, since their sender was so far ahead of time that they cannot be sound. */
  readonly tooFast: number;
}

/** How a stream is read. */
export interface ReaderOptions extends SequencerOptions {
  /** Another's key may be down when the stream begins: a press counts only where its beginning comes here. */
  readonly wholePresses?: boolean;
}

/** Every datagram is read and done with in its turn, so all streams share one. */
const shared = new RtpReader();
const staticComfortNoise = 13;
const oldComfortNoise = 19;
const perMs = G711_RATE / 1000;
/** Of a packet of 20 ms. */
const usualOctets = 160;
/** Silence is told in pieces of at most a second. */
const silences: Readonly<Record<G711Codec, Buffer>> = {
  PCMA: Buffer.alloc(G711_RATE, silenceOctet('PCMA')),
  PCMU: Buffer.alloc(G711_RATE, silenceOctet('PCMU')),
};

/**
 * Turns the datagrams of one stream into octets and keys. Same datagrams at the same times, same octets: no clock of its own. Whoever
 * hears may call `flush` from within.
 */
export class StreamReader {
  private readonly counts = { malformed: 0, control: 0, unexpected: 0, digits: 0, clockJumps: 0, slips: 0, tooFast: 0 };
  private readonly axis = new TimeAxis();
  private readonly afterPause = new AfterPause();
  private readonly digits: DigitDetector;
  private readonly sequencer: StreamSequencer;
  private readonly silence: Buffer;
  private brought: OctetKind = 'audio';
  private lastSequence = 0;
  /** Packets that never came before the next that is told. */
  private passedOver = 0;
  /** Octets of the last packet of audio. */
  private usual = usualOctets;

  constructor(
    codec: G711Codec,
    private types: PayloadTypes,
    private readonly ear: StreamEar,
    private readonly watch: StreamWatch,
    options: ReaderOptions = {},
  ) {
    this.digits = new DigitDetector(options.wholePresses);
    this.silence = silences[codec];
    this.sequencer = new StreamSequencer((packet, bytes, receivedAt, waitedMs, succession) => {
      this.hear(packet, bytes, receivedAt, waitedMs, succession);
    }, options);
  }

  get statistics(): StreamStatistics {
    return { ...this.sequencer.statistics, ...this.counts };
  }

  /** Octets told since the first packet, silence included. */
  get position(): number {
    return this.axis.position;
  }

  /** The SSRC that is followed, as a signed number. */
  get ssrc(): number | undefined {
    return this.sequencer.ssrc;
  }

  /** Packets left out, since they are of another source than the one that is followed, or far from their turn. */
  get strays(): number {
    return this.sequencer.strays;
  }

  /** Whether packets wait for a missing one, or for what a pause before them was. */
  get isWaiting(): boolean {
    return this.sequencer.waiting > 0 || !this.afterPause.isEmpty;
  }

  /** Other payload types from the next packet on. */
  agree(types: PayloadTypes): void {
    this.endPause();
    this.types = types;
  }

  /** Reads a datagram; the answer is valid until any stream reads the next one, and undefined (and counted) when it is no RTP packet. */
  read(bytes: Buffer): RtpSpan | undefined {
    if (shared.read(bytes)) {
      if (!isControl(bytes)) return shared;
      this.counts.control += 1;
    } else this.counts.malformed += 1;
    return undefined;
  }

  /** Whether a packet is of a type that this stream was offered with. */
  isExpected({ payloadType }: RtpSpan): boolean {
    return payloadType === this.types.audio || payloadType === this.types.telephoneEvent || this.isComfortNoise(payloadType);
  }

  /** How many packets a packet lies ahead of the one that is due; those of a restart lie far. */
  distanceOf({ sequence }: RtpSpan): number {
    return this.sequencer.distanceOf(sequence);
  }

  /**
   * Takes a packet that `read` answered, in the order of arrival. `receivedAt` in milliseconds of any steady clock; `waitedMs`: for
   * how long, in whole milliseconds, it may have waited before this process got round to it.
   */
  accept(packet: RtpSpan, bytes: Buffer, receivedAt: number, waitedMs = 0): void {
    const { ssrc } = this.sequencer;
    const isForeignEvent = packet.payloadType === this.types.telephoneEvent && ssrc !== undefined && packet.ssrc !== ssrc;
    if (isForeignEvent) this.detect(packet, bytes, receivedAt, waitedMs);
    else this.sequencer.accept(packet, bytes, receivedAt, waitedMs);
  }

  /** Tells what became due by the passing of time alone; for a timer while no packets come. */
  drain(now: number): void {
    this.sequencer.drain(now);
    if (this.afterPause.isDue(now)) this.endPause();
  }

  /** Tells what waits now. */
  flush(pause?: PauseEnd): void {
    this.sequencer.flush();
    this.endPause(pause);
  }

  /** Takes what waits to be known by what follows it, now. */
  endPause(pause?: PauseEnd): void {
    if (this.afterPause.isEmpty) return;
    const { arrivals, late } = this.afterPause.take(pause);
    this.axis.cameLate(late);
    for (const { packet, bytes, receivedAt, waitedMs, succession } of arrivals)
      this.take(packet, bytes, receivedAt, waitedMs, succession);
  }

  private hear(packet: RtpSpan, bytes: Buffer, receivedAt: number, waitedMs: number, succession: Succession): void {
    if (this.afterPause.isEmpty && !this.axis.isDoubtful(packet.timestamp, receivedAt, succession, waitedMs)) {
      this.take(packet, bytes, receivedAt, waitedMs, succession);
      return;
    }
    this.afterPause.add({ packet, bytes, receivedAt, waitedMs, succession });
    if (this.afterPause.isDue(receivedAt)) this.endPause();
  }

  private take(packet: RtpSpan, bytes: Buffer, receivedAt: number, waitedMs: number, succession: Succession): void {
    const isAudio = packet.payloadType === this.types.audio;
    if (succession === 'lost') this.passedOver += (packet.sequence - this.lastSequence - 1) & 0xffff;
    this.lastSequence = packet.sequence;
    this.digits.note(packet);
    if (isAudio || this.isExpected(packet))
      this.tellPacket(receivedAt, waitedMs, !isAudio && this.isComfortNoise(packet.payloadType));
    if (isAudio) this.takeAudio(packet, bytes, receivedAt, waitedMs, succession);
    else this.takeOther(packet, bytes, receivedAt, waitedMs, succession);
  }

  private tellPacket(receivedAt: number, waitedMs: number, isNoise: boolean): void {
    const { passedOver } = this;
    this.passedOver = 0;
    this.ear.onPacket(receivedAt, waitedMs, isNoise, passedOver);
  }

  private takeAudio(packet: RtpSpan, bytes: Buffer, receivedAt: number, waitedMs: number, succession: Succession): void {
    const { axis, ear } = this;
    const { payloadStart, payloadEnd } = packet;
    const dueFrom = axis.position;
    axis.place(packet.timestamp, payloadEnd - payloadStart, receivedAt, succession, waitedMs);
    this.usual = payloadEnd - payloadStart;
    const { fill, slip, jumped, taken } = axis;
    if (jumped !== 0) this.tellJump(jumped);
    this.tellSilence(fill, succession, dueFrom);
    this.brought = 'audio';
    const end = slip < 0 ? payloadEnd - 1 : payloadEnd;
    if (!taken) this.counts.tooFast += 1;
    else if (end > payloadStart) ear.onAudio(bytes.subarray(payloadStart, end), 'audio', axis.dueOf(dueFrom + fill));
    if (slip !== 0) this.counts.slips += 1;
    if (slip > 0) ear.onAudio(bytes.subarray(end - 1, end), 'quiet', axis.dueOf(dueFrom + fill));
  }

  /** Events, comfort noise and payloads that cannot be taken use up sequence numbers, and the time until the next packet is theirs. */
  private takeOther(packet: RtpSpan, bytes: Buffer, receivedAt: number, waitedMs: number, succession: Succession): void {
    const dueFrom = this.axis.position;
    this.axis.pass(packet.timestamp, receivedAt, succession, waitedMs);
    this.tellSilence(this.axis.fill, succession, dueFrom);
    if (packet.payloadType === this.types.telephoneEvent) {
      this.brought = 'quiet';
      this.detect(packet, bytes, receivedAt, waitedMs);
    } else if (this.isComfortNoise(packet.payloadType)) this.brought = 'quiet';
    else {
      this.brought = 'unagreed';
      this.counts.unexpected += 1;
      this.watch.onOtherPayload(packet.payloadType);
    }
  }

  private tellSilence(octets: number, succession: Succession, dueFrom: number): void {
    const kind = silenceAfter(succession, this.brought);
    for (let told = 0; told < octets; told += this.silence.length) {
      const due = this.axis.dueOf(dueFrom + told);
      this.ear.onAudio(this.silence.subarray(0, Math.min(octets - told, this.silence.length)), kind, due);
    }
  }

  private tellJump(octets: number): void {
    this.counts.clockJumps += 1;
    this.watch.onJump(Math.round(octets / perMs));
  }

  /** A report is sent when what it tells has lasted, so the first one comes when the audio of its time would: the end comes so much later than it. */
  private detect(packet: RtpSpan, bytes: Buffer, receivedAt: number, waitedMs: number): void {
    const report = bytes.subarray(packet.payloadStart, packet.payloadEnd);
    const lasted = decodeTelephoneEvent(report)?.duration ?? 0;
    const position = this.axis.position + Math.max(0, lasted - this.usual);
    const believedAt = this.axis.believableDueOf(position, receivedAt, waitedMs);
    const cameAt = Math.min(receivedAt, believedAt === Infinity ? receivedAt - waitedMs : believedAt);
    const pressed = this.digits.accept(packet, report, receivedAt, cameAt);
    if (!pressed) return;
    this.counts.digits += 1;
    this.ear.onDigit(pressed.key, Math.min(receivedAt, believedAt), this.axis.dueOf(position), pressed.beganAt);
  }

  private isComfortNoise(payloadType: number): boolean {
    return payloadType === staticComfortNoise || payloadType === oldComfortNoise || payloadType === this.types.comfortNoise;
  }
}

/** What the silence before a packet is, by how that follows the one before it and what that one brought. */
function silenceAfter(succession: Succession, brought: OctetKind): OctetKind {
  if (succession !== 'unbroken') return 'missing';
  return brought === 'unagreed' ? 'unagreed' : 'quiet';
}

/** RTCP packet types 192 to 223 (RFC 5761 §4). */
function isControl(bytes: Buffer): boolean {
  const type = bytes.readUInt8(1);
  return type >= 192 && type <= 223;
}
