import { randomInt } from 'node:crypto';
import type { TrunkView } from '@voxkeep/configuration';
import {
  answerOffer,
  storableLines,
  type AcceptedStream,
  type PauseEnd,
  type RefusedCodec,
  type RefusedStream,
  type SdpOffer,
} from '@voxkeep/telephony';
import { RtpPort } from '../../media/rtp-port.js';
import { RtpReceiver, type StreamTerms } from '../../media/rtp-receiver.js';
import type { SessionRoom } from '../session-room.js';
import type { Track } from './track.js';

interface Stream {
  readonly index: number;
  readonly port: RtpPort;
  readonly receiver: RtpReceiver;
  readonly track: Track;
  /** Datagrams that the system had thrown away of its socket when that was last looked at. */
  dropped: number;
}

/** How the SDP of a dialog is named (RFC 3264 §8): one name, and a version that grows with each. */
export interface SdpOrigin {
  readonly sessionId: string;
  version: number;
}

/** How an answer is to look. */
export interface AnswerTerms {
  readonly gate: 'receive' | 'inactive';
  readonly recording: boolean;
}

/** Ports are bound for every stream that can be stored; nothing is received before `bind`. */
export interface Reserved {
  readonly sdp: string;
  readonly accepted: readonly AcceptedStream[];
  readonly refused: readonly RefusedStream[];
  readonly refusedCodecs: readonly RefusedCodec[];
  /** Offered lines that the SRC holds: nothing is sent on them until they are resumed. */
  readonly held: ReadonlySet<number>;
}

/** The streams of one session: their ports and receivers, from offer to offer. */
export class StreamSet {
  readonly #ports = new Map<number, RtpPort>();
  readonly #streams = new Map<number, Stream>();
  readonly #codecs = new Map<number, string>();
  #isClosed = false;
  readonly origin: SdpOrigin;
  readonly #wholePresses: boolean;

  constructor(
    private readonly room: Pick<SessionRoom, 'ports' | 'mediaAddress' | 'clock'>,
    private readonly trunk: Pick<TrunkView, 'id' | 'sourceNetworks'>,
    /** That of the dialog, where another call went before in it. */
    before?: SdpOrigin,
  ) {
    this.origin = before ?? { sessionId: randomInt(1, 2 ** 31).toString(), version: 0 };
    this.#wholePresses = before !== undefined;
  }

  get tracks(): readonly Track[] {
    return [...this.#streams.values()].map(({ track }) => track);
  }

  /**
   * Answers an offer and binds a port for each new stream, unless the session is over by then; a stream keeps its port and its codec from
   * offer to offer. Ports that were bound for an offer that cannot be taken whole are given back.
   */
  async reserve(offer: SdpOffer, terms: AnswerTerms): Promise<Reserved | 'ports-exhausted'> {
    const wanted = this.#withKnownCodecs(offer);
    const accepted = this.#answer(wanted, terms, () => 0).accepted;
    const added = accepted.map(({ index }) => index).filter((index) => !this.#ports.has(index));
    for (const index of added) {
      if (await this.#openPort(index)) continue;
      await Promise.all(added.map((failed) => this.#closePort(failed)));
      return 'ports-exhausted';
    }
    this.origin.version += 1;
    const held = wanted.media.filter(({ direction }) => direction === 'inactive' || direction === 'recvonly');
    const answer = this.#answer(wanted, terms, (index) => this.#ports.get(index)?.port ?? 0);
    return { ...answer, held: new Set(held.map(({ index }) => index)) };
  }

  /** Receives what was reserved: new streams on the track that `trackFor` gives, known ones from where they may come now. */
  bind(accepted: readonly AcceptedStream[], trackFor: (stream: AcceptedStream) => Track): void {
    for (const stream of accepted) {
      const known = this.#streams.get(stream.index);
      const port = this.#ports.get(stream.index);
      if (known) reoffer(known, this.#terms(stream));
      else if (port) this.#begin(port, stream, trackFor(stream));
    }
  }

  /** Ends the streams that an answer does not accept any more; their tracks are returned. */
  async release(accepted: readonly AcceptedStream[]): Promise<readonly Track[]> {
    const gone = [...this.#streams.values()].filter(({ index }) => !accepted.some((stream) => stream.index === index));
    const tracks = gone.map(({ track }) => track);
    this.settle(tracks);
    await this.nameLosses(tracks);
    await Promise.all(gone.map((stream) => this.#close(stream)));
    return tracks;
  }

  /** Tells every track, or these, what waits for a missing packet, so that a decision finds a clean edge. */
  settle(only = this.tracks): void {
    for (const { receiver, track } of this.#streams.values()) if (only.includes(track)) receiver.settle();
  }

  /**
   * The same for a rest of these tracks: what was read after a halt may have come behind what asks for it, so it stays too, and is missing where
   * it came before.
   */
  settleForRest(only: readonly Track[]): void {
    for (const { receiver, track } of this.#streams.values()) {
      if (!only.includes(track)) continue;
      track.cutOffAt(receiver.readUntil);
      receiver.settle('left');
    }
  }

  /** The same for a yes: what was read after a halt stays, since its place tells whether it was said before. */
  settleForYes(): void {
    for (const { receiver, track } of this.#streams.values()) receiver.settle('left', pauseOf(track));
  }

  /**
   * Tells what was read before a word or a good-bye and waits to be understood; a key may be among it. What is only missing may still come.
   * A key tells nothing about what was read of other streams after a halt: `held` is left then.
   */
  endPauses(held: 'taken' | 'left' = 'taken'): void {
    for (const { receiver, track } of this.#streams.values()) receiver.endPause(held, pauseOf(track));
  }

  /** Takes nothing from this turn on; what was read before is told, and what waits to be read is missing. */
  hush(): void {
    for (const { receiver, track } of this.#streams.values()) track.cutOffAt(receiver.readUntil);
    for (const { receiver } of this.#streams.values()) receiver.hush();
  }

  /** What the system has thrown away of the sockets so far is no loss of what is wanted from now on. */
  async forgetDrops(): Promise<void> {
    const sound = [...this.#streams.values()].filter(({ track }) => !track.hasUntoldLosses);
    await Promise.all(
      sound.map(async (stream) => {
        stream.dropped = await stream.port.dropsLately().catch(() => stream.dropped);
      }),
    );
  }

  /** Finds out of which losses of these tracks packets had reached this machine, and has them told. */
  async nameLosses(only = this.tracks): Promise<void> {
    const lossy = [...this.#streams.values()].filter(({ track }) => track.hasUntoldLosses && only.includes(track));
    for (const stream of lossy) {
      const dropped = await stream.port.drops().catch(() => stream.dropped);
      stream.track.tellLosses(dropped > stream.dropped);
      stream.dropped = dropped;
    }
  }

  /**
   * The tracks that an offer wants otherwise than they can be taken, in another codec than their own, at another rate, over another transport:
   * the old session then goes on (RFC 3261 §14.2).
   */
  changingCodec(offer: SdpOffer): readonly Track[] {
    const taken = new Set(storableLines(this.#withKnownCodecs(offer)).map(({ index }) => index));
    return offer.media.flatMap(({ index, port }) => {
      const track = port > 0 && !taken.has(index) ? this.#streams.get(index)?.track : undefined;
      return track ? [track] : [];
    });
  }

  /** Tells what still waits, in this turn; then leaves every port. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all([...this.#streams.values()].map((stream) => this.#close(stream)));
    await Promise.all([...this.#ports.values()].map((port) => port.leave()));
    this.#ports.clear();
  }

  async #openPort(index: number): Promise<boolean> {
    const port = await RtpPort.open(this.room.ports, this.room.mediaAddress, this.trunk.id);
    if ('refused' in port) return false;
    if (this.#isClosed) {
      await port.leave();
      return false;
    }
    this.#ports.set(index, port);
    return true;
  }

  async #closePort(index: number): Promise<void> {
    const port = this.#ports.get(index);
    this.#ports.delete(index);
    await port?.leave();
  }

  #answer(offer: SdpOffer, { gate, recording }: AnswerTerms, portFor: (index: number) => number) {
    const { mediaAddress: address } = this.room;
    const recordState = recording ? 'on' : 'off';
    const { sessionId, version } = this.origin;
    return answerOffer(offer, { address, portFor, sessionId, version, gate, recordState });
  }

  /** The codec of a stream never changes under way: of a known line only its own codec is considered. */
  #withKnownCodecs(offer: SdpOffer): SdpOffer {
    const media = offer.media.map((line) => {
      const codec = this.#codecs.get(line.index);
      return codec === undefined ? line : { ...line, codecs: line.codecs.filter(({ name }) => name === codec) };
    });
    return { media };
  }

  #begin(port: RtpPort, stream: AcceptedStream, track: Track): void {
    const receiver = new RtpReceiver(port, this.#terms(stream), track, this.room.clock);
    this.#codecs.set(stream.index, stream.codec);
    this.#streams.set(stream.index, { index: stream.index, port, receiver, track, dropped: 0 });
  }

  #terms({ codec, payloadType, telephoneEvent, comfortNoise, remoteAddress, remotePort }: AcceptedStream): StreamTerms {
    const events = telephoneEvent === undefined ? {} : { telephoneEvent };
    const noise = comfortNoise === undefined ? {} : { comfortNoise };
    const announced = { ...(remoteAddress !== undefined && { address: remoteAddress }), port: remotePort };
    return {
      codec,
      payloads: { audio: payloadType, ...events, ...noise },
      source: { announced, networks: this.trunk.sourceNetworks },
      wholePresses: this.#wholePresses,
    };
  }

  async #close({ index, receiver }: Stream): Promise<void> {
    this.#streams.delete(index);
    this.#codecs.delete(index);
    this.#ports.delete(index);
    await receiver.close();
  }
}

/** Where nothing is kept yet, what follows tells which of the sound behind a pause was said in it; a decision may come amid that. */
const pauseOf = ({ wantedFromMs }: Track): PauseEnd => (wantedFromMs === undefined ? 'left-open' : 'made-up');

/** An offer was taken: what comes otherwise than it says is no refused change any more. */
function reoffer({ receiver, track }: Stream, terms: StreamTerms): void {
  receiver.reoffer(terms);
  track.otherPayload.agreed();
}
