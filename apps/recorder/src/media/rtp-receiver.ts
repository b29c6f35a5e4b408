import type { RemoteInfo } from 'node:dgram';
import {
  StreamReader,
  type G711Codec,
  type OctetKind,
  type PauseEnd,
  type PayloadTypes,
  type RtpSpan,
  type StreamStatistics,
} from '@voxkeep/telephony';
import { AfterHalt } from './after-halt.js';
import { apart } from './apart.js';
import { MediaTicks, type Clock } from './clock.js';
import type { RtpPort } from './rtp-port.js';
import { SourceCandidate } from './source-candidate.js';
import { SourcePin, type Source, type SourceRule } from './source-pin.js';
import { StreamNotices, type StreamNotice } from './stream-notices.js';

/** What the answer promised for one stream. */
export interface StreamTerms {
  readonly codec: G711Codec;
  readonly payloads: PayloadTypes;
  readonly source: SourceRule;
  /**
   * Takes a datagram out of SRTP; `undefined` when it is not authentic. What is authentic may come from anywhere, so no source is
   * pinned then.
   */
  readonly unprotect?: (datagram: Buffer) => Buffer | undefined;
  /** Another call went before in the dialog, and its key may still be down: only a press that begins here counts. */
  readonly wholePresses?: boolean;
}

/** Who hears of a stream. Everything is told in the turn of the packet that brought it. */
export interface StreamListener {
  /**
   * A packet of an agreed type, before what it brings. `waitedMs`: for how long it may have waited to be read at `receivedAt`;
   * `isNoise`: its sender says that it says nothing; `passedOver`: packets that never came since the one told before, by their numbers.
   */
  onPacket(receivedAt: number, waitedMs: number, isNoise: boolean, passedOver: number): void;
  /**
   * G.711 octets in order. `audio`: a packet brought them. `quiet`: the sender's own silence (its sequence is unbroken and its clock
   * went on; comfort noise; the time of telephone-events). `missing`: invented for packets that never came; `unagreed`: for payloads of
   * a type that nobody had agreed upon. The buffer may be used again after the call: copy what is kept. `dueAt`: when the packet that
   * begins with the first of them was due, on the receiver's clock and free of jitter.
   */
  onAudio(octets: Buffer, kind: OctetKind, dueAt: number): void;
  /**
   * `releasedAt`: when the packet that ends the press was due, on the receiver's clock, and not later than it came; when it came, where it is
   * later than `dueAt`, when it was due, by so much that its sender may be slow. `beganAt`: when the key went down, at the latest.
   */
  onDigit(key: string, releasedAt: number, dueAt: number, beganAt: number): void;
  /** Timestamps went `ms` further than time did (negative: less far, and so much is made up); told before what they brought. */
  onJump(ms: number): void;
  /** Something somebody should know; each code at most once in five seconds. */
  onNotice(notice: StreamNotice): void;
}

/** Counts of a stream since it began; packets unless said otherwise. */
export interface ReceiverStatistics extends StreamStatistics {
  /** From a source that is not the stream's. */
  readonly foreign: number;
  /** SRTP that was not authentic. */
  readonly unauthentic: number;
  /** More than a stream has. */
  readonly flooded: number;
}

/** Silence of the settled source after which another port of its machine may speak for it. */
const silentMs = 1000;
/** After a new offer the stream may come under a new SSRC, for so long. */
const freeSsrcMs = 10_000;
/** Packets that a stream may bring at once, and how many more each tenth of a second: ten times those of 20 ms. */
const mostPackets = 1000;
const packetsPerTick = 50;
/** So many strays are no restart of a sender any more: another source speaks into the stream. */
const manyStrays = 10;

/** Turns the datagrams of one port into the octets and keys of one stream. Foreign packets are counted and go nowhere. */
export class RtpReceiver {
  readonly #reader: StreamReader;
  readonly #notices: StreamNotices;
  readonly #pin: SourcePin;
  readonly #arrivals: AfterHalt;
  readonly #stopTicks: () => void;
  #unprotect: StreamTerms['unprotect'];
  /** The settled source, at hand for each packet. */
  #address = '';
  #sourcePort = 0;
  #candidate: SourceCandidate | undefined;
  #isElsewhere = false;
  #spokeAt: number;
  #freeSsrcUntil = -Infinity;
  #mayTake = mostPackets;
  #foreign = 0;
  #foreignTold = 0;
  #straysTold = 0;
  #unauthentic = 0;
  #flooded = 0;
  #closed = false;

  constructor(
    private readonly port: RtpPort,
    terms: StreamTerms,
    listener: StreamListener,
    private readonly clock: Clock,
  ) {
    this.#unprotect = terms.unprotect;
    this.#pin = new SourcePin(terms.source);
    this.#spokeAt = clock.now();
    this.#notices = new StreamNotices((notice) => {
      listener.onNotice(notice);
    });
    const watch = {
      onJump: (ms: number) => {
        listener.onJump(ms);
        this.#notices.note({ code: 'clock-jumped', ms }, clock.now());
      },
      onOtherPayload: (payloadType: number) => {
        this.#notices.note({ code: 'other-payload', payloadType }, clock.now());
      },
    };
    this.#reader = new StreamReader(terms.codec, terms.payloads, listener, watch, { wholePresses: terms.wholePresses ?? false });
    const ticks = MediaTicks.of(clock);
    this.#arrivals = new AfterHalt(
      clock,
      apart('packet', (bytes: Buffer, from: RemoteInfo) => {
        this.#receive(bytes, from);
      }),
    );
    this.#stopTicks = ticks.add((now) => {
      this.#tick(now);
    });
    port.deliverTo((bytes: Buffer, from: RemoteInfo) => {
      if (!this.#closed) this.#arrivals.receive(bytes, from);
    });
  }

  /** The source that the stream settled on. */
  get source(): Source | undefined {
    return this.#pin.source;
  }

  get statistics(): ReceiverStatistics {
    const held = this.#candidate?.held.length ?? 0;
    const counts = { foreign: this.#foreign + held, unauthentic: this.#unauthentic, flooded: this.#flooded };
    return { ...this.#reader.statistics, ...counts };
  }

  /** Applies a new offer: the source may move once more. The codec of a stream never changes under way; offer another stream. */
  reoffer(terms: Omit<StreamTerms, 'codec' | 'wholePresses'>): void {
    this.#unprotect = terms.unprotect;
    this.#reader.agree(terms.payloads);
    const now = this.clock.now();
    this.#freeSsrcUntil = now + freeSsrcMs;
    if (this.#pin.reannounce(terms.source) && this.#pin.source === undefined) this.#spokeAt = now;
  }

  /**
   * Tells what waits for a missing packet now: what was received before a decision belongs before it, and so does a candidate's. `held`:
   * what was read after a halt and waits for its round; left there, it is told behind the decision.
   */
  settle(held: 'taken' | 'left' = 'taken', pause?: PauseEnd): void {
    if (this.#closed) return;
    if (held === 'taken') this.#arrivals.takeAll();
    this.#refuseCandidate();
    this.#reader.flush(pause);
  }

  /** Tells what waits since it came behind a pause; what that was is not asked any more, or left open. */
  endPause(held: 'taken' | 'left' = 'taken', pause?: PauseEnd): void {
    if (this.#closed) return;
    if (held === 'taken') this.#arrivals.takeAll();
    this.#reader.endPause(pause);
  }

  /** By this moment of the clock what had come was read and taken. */
  get readUntil(): number {
    return this.#arrivals.readUntil;
  }

  /**
   * Tells what still waits, and takes nothing from this turn on; the port stays until `close`. What a round after a halt read may have
   * come later than what made it so: it is not taken.
   */
  hush(): void {
    if (this.#closed) return;
    this.#arrivals.drop();
    this.settle();
    this.#noteForeign(this.clock.now());
    this.#notices.finish(this.clock.now());
    this.#closed = true;
    this.#stopTicks();
  }

  /** Tells what still waits, then stops and leaves the port, which is closed and given back once nobody speaks to it. */
  close(): Promise<void> {
    this.settle();
    this.hush();
    return this.port.leave();
  }

  #receive(datagram: Buffer, from: RemoteInfo): void {
    if (this.#closed) return;
    if (this.#unprotect) this.#receiveProtected(datagram, from, this.#unprotect);
    else if (from.port === this.#sourcePort && from.address === this.#address) this.#take(datagram);
    else this.#receiveUnsettled(datagram, from);
  }

  #receiveProtected(datagram: Buffer, from: Source, unprotect: (datagram: Buffer) => Buffer | undefined): void {
    const clear = unprotect(datagram);
    if (!clear) {
      this.#unauthentic += 1;
      return;
    }
    this.#pin.settle(from);
    this.#take(clear);
  }

  #take(datagram: Buffer): void {
    if (this.#mayTake <= 0) {
      this.#flooded += 1;
      return;
    }
    this.#mayTake -= 1;
    const packet = this.#reader.read(datagram);
    if (!packet) return;
    this.#spokeAt = this.#arrivals.receivedAt;
    if (this.#candidate) this.#refuseCandidate();
    this.#reader.accept(packet, datagram, this.#arrivals.receivedAt, this.#arrivals.waitedMs);
  }

  /** Not from where the stream comes so far. A stranger costs a comparison. */
  #receiveUnsettled(datagram: Buffer, from: Source): void {
    const verdict = this.#pin.judge(from);
    if (verdict === 'foreign' || (verdict === 'elsewhere' && this.port.spokeEarly(from))) {
      this.#foreign += 1;
      return;
    }
    const packet = this.#reader.read(datagram);
    if (!packet) return;
    if (verdict === 'elsewhere') this.#weigh(packet, datagram, from);
    else {
      this.#settleOn(from, 'announced');
      this.#take(datagram);
    }
  }

  /** That the announced source speaks is worth a notice only where another one spoke for it before. */
  #settleOn(from: Source, to: 'announced' | 'elsewhere'): void {
    const isNotable = to === 'elsewhere' || this.#isElsewhere;
    this.#isElsewhere = to === 'elsewhere';
    this.#pin.settle(from);
    this.#address = from.address;
    this.#sourcePort = from.port;
    if (isNotable) this.#notices.note({ code: 'source-moved', to }, this.clock.now());
  }

  /** One sender at a time may prove itself; it must go on with the SSRC that was heard, and the settled source must be silent. */
  #weigh(packet: RtpSpan, bytes: Buffer, from: Source): void {
    const now = this.#arrivals.receivedAt;
    if (this.#candidate && now - this.#candidate.lastAt >= silentMs) this.#refuseCandidate();
    const candidate = this.#candidate ?? new SourceCandidate({ address: from.address, port: from.port });
    if (!candidate.isFrom(from) || !this.#fits(packet, now)) {
      this.#foreign += 1;
      return;
    }
    this.#candidate = candidate;
    this.#foreign += candidate.take(packet, { bytes, receivedAt: now, waitedMs: this.#arrivals.waitedMs });
    if (candidate.isProven && now - this.#spokeAt >= silentMs) this.#acceptCandidate(candidate);
  }

  #fits(packet: RtpSpan, now: number): boolean {
    if (!this.#reader.isExpected(packet)) return false;
    const { ssrc } = this.#reader;
    if (ssrc === undefined || now < this.#freeSsrcUntil) return true;
    return packet.ssrc === ssrc && this.#reader.distanceOf(packet) < mostPackets;
  }

  #acceptCandidate({ source, held }: SourceCandidate): void {
    this.#candidate = undefined;
    this.#settleOn(source, 'elsewhere');
    for (const { bytes, receivedAt, waitedMs } of held) {
      const packet = this.#reader.read(bytes);
      if (packet) this.#reader.accept(packet, bytes, receivedAt, waitedMs);
    }
    this.#spokeAt = this.clock.now();
  }

  #refuseCandidate(): void {
    this.#foreign += this.#candidate?.held.length ?? 0;
    this.#candidate = undefined;
  }

  #tick(now: number): void {
    this.#mayTake = Math.min(mostPackets, this.#mayTake + packetsPerTick);
    if (this.#reader.isWaiting) this.#reader.drain(now);
    if (this.#candidate && now - this.#candidate.lastAt >= 2 * silentMs) this.#refuseCandidate();
    if (this.#untoldForeign > 0 && this.#notices.isDue('foreign-packets', now)) this.#noteForeign(now);
    this.#notices.tick(now);
  }

  /** Foreign packets that were not told yet, and those of a second source that sends from where the stream comes. */
  get #untoldForeign(): number {
    const strays = this.#reader.strays - this.#straysTold;
    return this.#foreign - this.#foreignTold + (strays >= manyStrays ? strays : 0);
  }

  #noteForeign(now: number): void {
    const packets = this.#untoldForeign;
    if (packets > this.#foreign - this.#foreignTold) this.#straysTold = this.#reader.strays;
    this.#foreignTold = this.#foreign;
    if (packets > 0) this.#notices.note({ code: 'foreign-packets', packets }, now);
  }
}
