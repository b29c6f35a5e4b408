import type { RemoteInfo } from 'node:dgram';
import {
  DigitDetector,
  StreamSequencer,
  parseRtp,
  type G711Codec,
  type RtpPacket,
  type StreamStatistics,
} from '@voxkeep/telephony';
import type { Clock } from './clock.js';
import type { RtpPort } from './rtp-port.js';
import { SourcePin, type Source, type SourceRule } from './source-pin.js';

/** What the answer promised for one stream. */
export interface StreamTerms {
  readonly codec: G711Codec;
  readonly payloadType: number;
  /** Payload type of RFC 4733 telephone-events, when negotiated. */
  readonly telephoneEventType?: number;
  readonly source: SourceRule;
  /**
   * Takes a datagram out of SRTP; `undefined` when it is not authentic. What is authentic may come from anywhere, so no source is
   * pinned then.
   */
  readonly unprotect?: (datagram: Buffer) => Buffer | undefined;
}

/** Something that somebody should know of a stream. */
export type StreamNotice =
  | { readonly code: 'clock-jumped'; readonly ms: number }
  | { readonly code: 'other-payload'; readonly payloadType: number }
  | { readonly code: 'source-moved' }
  | { readonly code: 'foreign-packets'; readonly packets: number };

/** Who hears of a stream. */
export interface StreamListener {
  onAudio(octets: Buffer, kind: 'audio' | 'quiet' | 'missing'): void;
  onDigit(key: string): void;
  onNotice(notice: StreamNotice): void;
}

/** Counts of a stream since it began; packets unless said otherwise. */
export interface ReceiverStatistics extends Readonly<StreamStatistics> {
  /** From a source that is not the stream's. */
  readonly foreign: number;
  /** Not RTP of version 2. */
  readonly malformed: number;
  /** SRTP that was not authentic. */
  readonly unauthentic: number;
  /** Of a payload type that was not negotiated. */
  readonly unexpected: number;
  /** Keys told. */
  readonly digits: number;
  /** Gaps longer than the sequencer fills. */
  readonly truncatedGaps: number;
}

/** How often packets that wait for a missing one are looked after while nothing arrives. */
const drainMs = 500;

/** Turns the datagrams of one port into the octets and keys of one stream. Foreign packets are counted and go nowhere. */
export class RtpReceiver {
  readonly #sequencer: StreamSequencer;
  readonly #digits = new DigitDetector();
  readonly #counts = { foreign: 0, malformed: 0, unauthentic: 0, unexpected: 0, digits: 0 };
  readonly #stopDraining: () => void;
  #terms: StreamTerms;
  #pin: SourcePin;
  #closed = false;

  constructor(
    private readonly port: RtpPort,
    terms: StreamTerms,
    private readonly listener: StreamListener,
    private readonly clock: Clock,
  ) {
    this.#terms = terms;
    this.#pin = new SourcePin(terms.source);
    this.#sequencer = new StreamSequencer({ codec: terms.codec });
    this.#stopDraining = clock.every(drainMs, () => {
      this.#tell(this.#sequencer.drain(this.clock.now()));
    });
    port.deliverTo((bytes, from) => {
      this.#receive(bytes, from);
    });
  }

  /** The source that the stream settled on. */
  get source(): Source | undefined {
    return this.#pin.source;
  }

  get statistics(): ReceiverStatistics {
    return { ...this.#sequencer.statistics, ...this.#counts, truncatedGaps: this.#sequencer.truncatedGaps };
  }

  /** Applies a new offer: the source may move once more. The codec of a stream never changes under way; offer another stream. */
  reoffer(terms: Omit<StreamTerms, 'codec'>): void {
    this.#terms = { ...terms, codec: this.#terms.codec };
    this.#pin = new SourcePin(terms.source);
  }

  /** Tells what waits for a missing packet now: what was received before a decision belongs before it. */
  settle(): void {
    if (!this.#closed) this.#tell(this.#sequencer.flush());
  }

  /** Tells what still waits, then stops, closes the port and gives it back. */
  async close(): Promise<void> {
    this.settle();
    this.#closed = true;
    this.#stopDraining();
    await this.port.close();
  }

  #receive(datagram: Buffer, from: RemoteInfo): void {
    if (this.#closed) return;
    const bytes = this.#admitted(datagram, from);
    const packet = bytes && this.#parsed(bytes);
    if (!packet) return;
    if (this.#isExpected(packet)) this.#pin.latch(from);
    this.#deliver(packet);
  }

  /** The datagram in clear, if it may come from there. */
  #admitted(datagram: Buffer, from: Source): Buffer | undefined {
    const { unprotect } = this.#terms;
    if (unprotect) {
      const clear = unprotect(datagram);
      if (!clear) this.#counts.unauthentic += 1;
      return clear;
    }
    if (this.#pin.admits(from)) return datagram;
    this.#counts.foreign += 1;
    return undefined;
  }

  #parsed(bytes: Buffer): RtpPacket | undefined {
    const packet = parseRtp(bytes);
    if (!packet) this.#counts.malformed += 1;
    return packet;
  }

  #isExpected({ payloadType }: RtpPacket): boolean {
    return payloadType === this.#terms.payloadType || payloadType === this.#terms.telephoneEventType;
  }

  /** Events and unexpected payloads use up sequence numbers, so the sequencer sees them too; their time is silence. */
  #deliver(packet: RtpPacket): void {
    const isAudio = packet.payloadType === this.#terms.payloadType;
    if (packet.payloadType === this.#terms.telephoneEventType) this.#detectDigit(packet);
    else if (!isAudio) this.#counts.unexpected += 1;
    this.#tell(this.#sequencer.accept(packet, this.clock.now(), isAudio));
  }

  #detectDigit(packet: RtpPacket): void {
    const digit = this.#digits.accept(packet);
    if (digit === undefined) return;
    this.#counts.digits += 1;
    this.listener.onDigit(digit);
  }

  #tell(due: ReturnType<StreamSequencer['drain']>): void {
    for (const { octets, kind } of due)
      this.listener.onAudio(
        Buffer.from(octets.buffer, octets.byteOffset, octets.length),
        kind === 'silence' ? 'missing' : 'audio',
      );
  }
}
