import { parseOffer } from '@voxkeep/telephony';
import type { G711Codec, SdpOffer } from '@voxkeep/telephony';
import { BOUNDARY, offerBody, offerSdp } from './offer-body.js';
import type { OfferBody, OfferedStream } from './offer-body.js';
import { paceSlots } from './pacer.js';
import { RtpSender } from './rtp-sender.js';
import type { SentPacket } from './rtp-sender.js';
import { SipClient, type SentBody } from './sip-client.js';
import { reasonOf, statusOf, warningOf } from './sip-client-text.js';
import type { ClientMessage } from './sip-client-text.js';
import { PACKET_MS, PACKET_OCTETS, testCallAudio } from './test-audio.js';
import type { Party } from './test-audio.js';
import { carriesSound, payloadTypeOf, type TestCodec } from './test-codecs.js';

export interface TestDigit {
  readonly key: string;
  readonly on: Party;
  /** Milliseconds after the call was answered. */
  readonly afterMs: number;
}

export interface TestCallOptions {
  readonly target: { readonly address: string; readonly port: number };
  readonly transport: 'udp' | 'tcp';
  /** Addresses of record (`tel:+372…`, `sip:7001@pbx.example`). */
  readonly customer: string;
  readonly agent: string;
  /** Goes into the metadata's `sipSessionID` and into the header, `Session-ID` unless another is named (`User-to-User`, `X-UCID`). */
  readonly sessionId: string;
  readonly sessionHeader?: string;
  /** Which party the first `m=` line carries; the customer unless given. */
  readonly firstStream?: Party;
  readonly durationMs: number;
  readonly digits?: readonly TestDigit[];
  readonly seed: number;
  /** One that carries no sound is offered to be refused. */
  readonly codec?: TestCodec;
  /** So long both streams are on hold, in the middle of the call; milliseconds. */
  readonly holdMs?: number;
  /** Sends its keys and no sound. */
  readonly silent?: Party;
  /** The codec to which the streams are to change after a quarter of the call; they go on as they were, since a recorder refuses it. */
  readonly codecChange?: TestCodec;
  /** Says nowhere that it is a recording session: no `Require`, no mark of its Contact, no metadata. */
  readonly unmarked?: boolean;
  /** `false` leaves without a BYE, as a client that died would. */
  readonly hangUp?: boolean;
  /** Ends the call early, with the BYE that `hangUp` says. */
  readonly signal?: AbortSignal;
  /** Called once when the recorder answered and media begin to flow. */
  readonly onAnswered?: (callId: string) => void;
}

export interface TestStream {
  readonly party: Party;
  readonly label: string;
  readonly ssrc: number;
  readonly firstSequence: number;
  readonly firstTimestamp: number;
  readonly codec: G711Codec;
  readonly seed: number;
  readonly packets: readonly SentPacket[];
}

/** A final answer; `warning`: the text of its Warning (RFC 3261 §20.43). */
interface Answered {
  readonly status: number;
  readonly reason: string;
  readonly warning?: string;
}

/** What was asked for in the call and not done; without an answer nobody answered it. */
interface NotDone extends Partial<Answered> {
  readonly asked: 'hold' | 'resume' | 'bye';
}

/** `ended-by-recorder`: it sent a BYE. `no-answer`: nobody listens, or no final response came within 32 s. */
export interface TestCallResult {
  readonly callId: string;
  readonly outcome: 'completed' | 'abandoned' | 'ended-by-recorder' | 'rejected' | 'no-answer';
  readonly status?: number;
  readonly reason?: string;
  /** The text of the answer's Warning (RFC 3261 §20.43). */
  readonly warning?: string;
  readonly answer?: string;
  /** What was answered to the change of codec; absent: none was asked for, or nothing was answered. */
  readonly codecChange?: Answered;
  /** A hold, its end or the good-bye that got no answer, or was refused. */
  readonly notDone: readonly NotDone[];
  /** Keys that were planned and not sent, as `1@customer`: the call was over before, or the recorder wanted nothing at that time. */
  readonly unsentKeys: readonly string[];
  /** None of a codec that carries no sound. */
  readonly streams: readonly TestStream[];
}

/** The octets that a packet of kind `audio` carried, made anew from the seed. */
export function payloadOf(stream: TestStream, packet: SentPacket): Uint8Array {
  const start = (packet.timestamp - stream.firstTimestamp) >>> 0;
  return testCallAudio(stream.seed, stream.party, stream.codec, start + PACKET_OCTETS).subarray(start);
}

/** Makes one recording session with real SIP and real RTP and resolves when it is over. Rejects only when sockets cannot be opened. */
export function placeTestCall(options: TestCallOptions): Promise<TestCallResult> {
  return new TestCall(options).place();
}

interface CallStream {
  readonly sender: RtpSender;
  readonly about: Omit<TestStream, 'packets'>;
}

/** In what a stream is made that is offered in a codec without sound; it is never sent. */
const silentAs: G711Codec = 'PCMA';

class TestCall {
  private readonly client: SipClient;
  private streams: readonly CallStream[] = [];
  private offered: OfferBody | undefined;
  private endedByRecorder = false;
  /** One offer after the other: the next one waits for the answer to the one before. */
  private offers: Promise<void> = Promise.resolve();
  private codecChange: Answered | undefined;
  private readonly notDone: NotDone[] = [];

  constructor(private readonly options: TestCallOptions) {
    const { target, transport, sessionHeader = 'Session-ID', sessionId, unmarked = false } = options;
    this.client = new SipClient(
      { ...target, transport },
      {
        onBye: () => (this.endedByRecorder = true),
        onReoffer: (sdp) => this.takeOffer(sdp),
      },
      [`${sessionHeader}: ${sessionId}`],
      !unmarked,
    );
  }

  async place(): Promise<TestCallResult> {
    try {
      const address = await this.client.open();
      await this.openStreams(address);
      return await this.talk();
    } catch (thrown) {
      if (isRefused(thrown)) return this.result({ outcome: 'no-answer' });
      throw thrown;
    } finally {
      for (const { sender } of this.streams) sender.close();
      this.client.close();
    }
  }

  private async openStreams(address: string): Promise<void> {
    const parties: readonly Party[] = this.options.firstStream === 'agent' ? ['agent', 'customer'] : ['customer', 'agent'];
    this.streams = parties.map((party, position) => this.makeStream(party, position, address));
    const offered: OfferedStream[] = [];
    for (const { sender, about } of this.streams) {
      offered.push({ party: about.party, label: about.label, aor: this.options[about.party], port: await sender.open(address) });
    }
    const { codec = 'PCMA', sessionId } = this.options;
    this.offered = { address, codec, sessionId, version: 1, streams: offered };
  }

  private makeStream(party: Party, position: number, address: string): CallStream {
    const { seed, digits = [] } = this.options;
    const { codec, slots } = this.sound;
    const about = {
      party,
      label: `${position + 1}`,
      ssrc: (Math.imul(seed + 1, 0x9e3779b1) + position) >>> 0,
      firstSequence: (seed * 7919 + position * 40_000) & 0xffff,
      firstTimestamp: Math.imul(seed + position + 1, 160_160) >>> 0,
      codec,
      seed,
    };
    const audio = testCallAudio(seed, party, codec, slots * PACKET_OCTETS);
    const isSilent = this.options.silent === party;
    const sender = new RtpSender({ ...about, audio, payloadType: payloadTypeOf(codec), isSilent }, address);
    for (const { key, on, afterMs } of digits) if (on === party) sender.press(key, slotsIn(afterMs));
    return { sender, about };
  }

  private async talk(): Promise<TestCallResult> {
    if (!this.offered) throw new Error('test-call.not-opened');
    const response = await this.client.request('INVITE', this.bodyOf(this.offered));
    if (!response) return this.result({ outcome: 'no-answer' });
    if ((statusOf(response) ?? 0) >= 300) return this.result({ outcome: 'rejected', ...answerOf(response) });
    this.aim(response.body);
    this.options.onAnswered?.(this.client.callId);
    const offers = this.offersBySlot();
    await paceSlots(
      this.sound.slots,
      (slot) => {
        for (const [due, offer] of offers) if (due === slot) this.offers = this.offers.then(offer);
        this.sendSlot(slot);
      },
      () => this.isOver(),
    );
    await this.offers;
    return this.result({ outcome: await this.leave(), ...answerOf(response), answer: response.body });
  }

  /** What is offered in the call, with the slot in which that is due; two may be due in one. */
  private offersBySlot(): readonly (readonly [slot: number, offer: () => Promise<void>])[] {
    const { holdMs = 0, codecChange } = this.options;
    const { slots } = this.sound;
    const from = Math.floor((slots - slotsIn(holdMs)) / 2);
    return [
      ...(codecChange ? [[Math.floor(slots / 4), () => this.changeCodec(codecChange)] as const] : []),
      ...(holdMs > 0 ? [[from, () => this.hold(true)] as const, [from + slotsIn(holdMs), () => this.hold(false)] as const] : []),
    ];
  }

  private async hold(isHeld: boolean): Promise<void> {
    if (!this.offered || this.isOver()) return;
    if (isHeld) for (const { sender } of this.streams) sender.aim(undefined);
    const response = await this.offer({ ...this.offered, isHeld });
    if (this.isDone(isHeld ? 'hold' : 'resume', response)) this.aim(response.body);
  }

  private isDone(asked: NotDone['asked'], response: ClientMessage | undefined): response is ClientMessage {
    const isDone = response !== undefined && (statusOf(response) ?? 0) < 300;
    if (!isDone) this.notDone.push({ asked, ...(response && answerOf(response)) });
    return isDone;
  }

  /** What is refused leaves the call as it was. */
  private async changeCodec(codec: TestCodec): Promise<void> {
    if (!this.offered || this.isOver()) return;
    const before = this.offered.codec;
    const response = await this.offer({ ...this.offered, codec });
    this.offered = { ...this.offered, codec: before };
    this.codecChange = response && answerOf(response);
  }

  private offer(changed: OfferBody): Promise<ClientMessage | undefined> {
    this.offered = { ...changed, version: changed.version + 1 };
    return this.client.request('INVITE', { contentType: 'application/sdp', text: offerSdp(this.offered) });
  }

  private get sound(): { readonly codec: G711Codec; readonly slots: number } {
    const { codec = 'PCMA', durationMs } = this.options;
    return carriesSound(codec) ? { codec, slots: slotsIn(durationMs) } : { codec: silentAs, slots: 0 };
  }

  private bodyOf(offered: OfferBody): SentBody {
    if (this.options.unmarked) return { contentType: 'application/sdp', text: offerSdp(offered) };
    return { contentType: `multipart/mixed;boundary=${BOUNDARY}`, text: offerBody(offered) };
  }

  private async leave(): Promise<TestCallResult['outcome']> {
    if (this.endedByRecorder) return 'ended-by-recorder';
    if (this.options.hangUp === false) return 'abandoned';
    this.isDone('bye', await this.client.request('BYE'));
    return 'completed';
  }

  private isOver(): boolean {
    return this.endedByRecorder || (this.options.signal?.aborted ?? false);
  }

  private sendSlot(slot: number): void {
    for (const { sender } of this.streams) sender.sendSlot(slot);
  }

  private takeOffer(sdp: string): string {
    if (!this.offered) return '';
    this.aim(sdp);
    this.offered = { ...this.offered, version: this.offered.version + 1 };
    return offerSdp(this.offered);
  }

  /** Sends each stream where the recorder's SDP wants it; nowhere while its line is inactive or refused. */
  private aim(sdp: string): void {
    const media: SdpOffer['media'] = mediaOf(sdp);
    for (const [position, { sender }] of this.streams.entries()) {
      const line = media[position];
      const wanted = line?.address !== undefined && line.port !== 0 && line.direction !== 'inactive';
      sender.aim(wanted ? { address: line.address ?? '', port: line.port } : undefined);
    }
  }

  private result(end: Omit<TestCallResult, 'callId' | 'streams' | 'unsentKeys' | 'notDone'>): TestCallResult {
    const spoken = carriesSound(this.options.codec ?? 'PCMA') ? this.streams : [];
    return {
      callId: this.client.callId,
      ...end,
      ...(this.codecChange && { codecChange: this.codecChange }),
      notDone: this.notDone,
      unsentKeys: spoken.flatMap(({ sender, about }) => sender.unsentKeys.map((key) => `${key}@${about.party}`)),
      streams: spoken.map(({ sender, about }) => ({ ...about, packets: sender.packets })),
    };
  }
}

const isRefused = (thrown: unknown): boolean =>
  typeof thrown === 'object' && thrown !== null && 'code' in thrown && thrown.code === 'ECONNREFUSED';

function mediaOf(sdp: string): SdpOffer['media'] {
  const outcome = parseOffer(sdp);
  return 'offer' in outcome ? outcome.offer.media : [];
}

function answerOf(response: ClientMessage): Answered {
  const warning = warningOf(response);
  return { status: statusOf(response) ?? 0, reason: reasonOf(response), ...(warning !== '' && { warning }) };
}

const slotsIn = (milliseconds: number): number => Math.floor(milliseconds / PACKET_MS);
