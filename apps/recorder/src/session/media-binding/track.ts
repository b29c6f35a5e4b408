import type { AudioChannel, LossCause } from '@voxkeep/contracts';
import { isVoxkeepError } from '@voxkeep/contracts';
import { msOfOctets, type SegmentCodec } from '@voxkeep/recording';
import type { OctetKind } from '@voxkeep/telephony';
import type { StreamListener } from '../../media/rtp-receiver.js';
import type { StreamNotice } from '../../media/stream-notices.js';
import type { SegmentWriter } from '../../media/segment-writer.js';
import { Losses } from './losses.js';

/** A stretch of the call in milliseconds from its start. */
export interface Stretch {
  readonly fromMs: number;
  readonly toMs: number;
}

/** Granted audio that is not there. `inventedMs`: silence that stands for it inside the segment, 0 where none does. */
export interface Loss extends Stretch {
  readonly cause: LossCause;
  readonly inventedMs: number;
}

/** What a track tells. All of it happens in the turn of a packet, so nothing here may wait. */
export interface TrackEvents {
  /** The first audio since it was wanted: answers the segment that takes it, which begins at `startMs`. `undefined`: none can be begun now. */
  onFirst(track: Track, startMs: number): SegmentWriter | undefined;
  /** The segment took no more because its grant is not durable; it is given up. */
  onFull(track: Track, writer: SegmentWriter): void;
  /** From this moment of the call on audio is due, until it is not. */
  onDue(track: Track, fromMs: number): void;
  onNotDue(track: Track, toMs: number): void;
  onLost(track: Track, loss: Loss): void;
  onDigit(track: Track, key: string, releasedAt: number): void;
  onNotice(track: Track, notice: StreamNotice): void;
}

/** What a track is of. `elapsedMs`: milliseconds from the start of the call to a moment of the receiver's clock, or to now. */
export interface TrackTerms {
  readonly index: number;
  readonly channel: AudioChannel;
  readonly codec: SegmentCodec;
  readonly elapsedMs: (moment?: number) => number;
}

/** Where the edges of a stretch fall between two packets nothing is missing. */
const edgeMs = 100;
/** A good-bye, a hold or a pause may be heard so much later than the last packet before it, on a busy machine. */
const tailMs = 250;
/** A stream that has just been agreed upon may take so long to begin; then its first packet is its beginning. */
const beginsWithinMs = 3000;

/**
 * What becomes of the octets of one stream. They are dropped until `want`; then the first packet of audio begins a segment, in the same
 * turn, and what follows goes there. `drop` ends that at once. Whatever is wanted and does not come is told, with its cause.
 */
export class Track implements StreamListener {
  #phase: 'dropping' | 'wanted' | 'keeping' = 'dropping';
  #writer: SegmentWriter | undefined;
  #wantedFromMs = 0;
  #startMs = 0;
  #isFresh = true;
  #notBefore = -Infinity;
  #isDue = false;
  #missedBecause: LossCause = 'nothing-came';
  #heard = 0;
  #heardAtMs: number | undefined;
  readonly #losses: Losses;

  constructor(
    readonly terms: TrackTerms,
    private readonly events: TrackEvents,
  ) {
    this.#losses = new Losses((loss) => {
      events.onLost(this, loss);
    });
  }

  get channel(): AudioChannel {
    return this.terms.channel;
  }

  /** Octets of audio that packets brought since the session began, kept or not. */
  get heard(): number {
    return this.#heard;
  }

  /** When audio came last, in milliseconds of the call; undefined: never. */
  get heardAtMs(): number | undefined {
    return this.#heardAtMs;
  }

  /** Since when audio is wanted, in milliseconds of the call; undefined: it is not. */
  get wantedFromMs(): number | undefined {
    return this.#phase === 'dropping' ? undefined : this.#wantedFromMs;
  }

  /** Milliseconds of granted audio that packets should have brought and did not, in the stretch under way and before. */
  get lostMs(): number {
    return this.#losses.totalMs;
  }

  /** Whether losses wait to be told until it is known whose they are. */
  get hasUntoldLosses(): boolean {
    return this.#losses.areUntold;
  }

  /** Tells the losses that wait; `ours`: packets reached this machine and were thrown away, because we did not read them in time. */
  tellLosses(ours: boolean): void {
    this.#losses.tellAll(ours);
  }

  onDigit(key: string, releasedAt: number): void {
    this.events.onDigit(this, key, releasedAt);
  }

  onNotice(notice: StreamNotice): void {
    if (notice.code === 'other-payload') this.#losses.blame('other-codec');
    this.events.onNotice(this, notice);
  }

  onAudio(octets: Buffer, kind: OctetKind, dueAt: number): void {
    if (kind === 'audio') {
      this.#heard += octets.length;
      this.#heardAtMs = this.terms.elapsedMs();
    }
    if (this.#phase === 'wanted' && kind === 'audio' && dueAt >= this.#notBefore) this.#begin(octets.length, dueAt);
    if (this.#phase === 'keeping') this.#keep(octets, kind);
  }

  /**
   * From the next packet on octets are wanted. `fresh`: the stream has just been agreed upon, or has not been heard yet. `notBefore`: a
   * moment of the receiver's clock; what was due before it and still lies in the socket was said before the yes.
   */
  want(fresh: boolean, notBefore = -Infinity): void {
    if (this.#phase !== 'dropping') return;
    this.#phase = 'wanted';
    this.#wantedFromMs = this.terms.elapsedMs();
    this.#missedBecause = 'nothing-came';
    this.#isFresh = fresh || this.#heard === 0;
    this.#notBefore = notBefore;
  }

  /** What lay in the socket at the moment of the yes has come by now. */
  wantAll(): void {
    this.#notBefore = -Infinity;
  }

  /** Looked at every second: a stream that does not begin is due all the same. */
  look(): void {
    if (this.#phase === 'wanted' && this.terms.elapsedMs() - this.#wantedFromMs > beginsWithinMs)
      this.#tellDue(this.#wantedFromMs);
  }

  /** Nothing is kept from `atMs` of the call on. The segment under way is the caller's to close. */
  drop(atMs = this.terms.elapsedMs()): SegmentWriter | undefined {
    const writer = this.#writer;
    if (this.#phase !== 'dropping') this.#tellTail(atMs);
    this.#phase = 'dropping';
    this.#writer = undefined;
    return writer;
  }

  /** Silence before the first packet of a segment was made up for a time before it, so it does not belong to it. */
  #begin(octets: number, dueAt: number): void {
    const startMs = Math.max(this.#wantedFromMs, this.terms.elapsedMs(dueAt) - msOfOctets(octets));
    const writer = this.events.onFirst(this, Math.round(startMs));
    if (!writer) {
      this.#missedBecause = 'journal';
      return;
    }
    this.#writer = writer;
    this.#startMs = startMs;
    this.#phase = 'keeping';
    const isBeginning = this.#isFresh && this.#missedBecause === 'nothing-came' && startMs - this.#wantedFromMs <= beginsWithinMs;
    if (isBeginning) this.#tellDue(startMs);
    else this.#tellMissed(startMs);
  }

  #keep(octets: Buffer, kind: OctetKind): void {
    const writer = this.#writer;
    if (!writer) return;
    const atMs = this.#startMs + msOfOctets(writer.octets);
    const written = writeTo(writer, octets);
    if (written === 'consent-ended') return;
    if (written === 'full') this.#giveUp(writer);
    else if (kind === 'missing') this.#losses.add(atMs, msOfOctets(octets.length));
    else this.#losses.flush();
  }

  #giveUp(writer: SegmentWriter): void {
    this.#losses.flush();
    this.#writer = undefined;
    this.#phase = 'wanted';
    this.#wantedFromMs = this.#startMs;
    this.#missedBecause = 'journal';
    this.events.onFull(this, writer);
  }

  #tellTail(endMs: number): void {
    this.#losses.tellLast();
    if (this.#writer) {
      const untilMs = this.#startMs + msOfOctets(this.#writer.octets);
      const isMissing = endMs - untilMs > tailMs;
      if (isMissing) this.events.onLost(this, { fromMs: untilMs, toMs: endMs, cause: 'nothing-came', inventedMs: 0 });
      this.#tellNotDue(isMissing ? endMs : untilMs);
    } else {
      this.#tellMissed(endMs);
      this.#tellNotDue(endMs);
    }
  }

  /** What was wanted since the beginning and has no segment. */
  #tellMissed(untilMs: number): void {
    const isMissing = untilMs - this.#wantedFromMs > edgeMs;
    if (isMissing || this.#writer) this.#tellDue(this.#wantedFromMs);
    if (!isMissing) return;
    this.events.onLost(this, { fromMs: this.#wantedFromMs, toMs: untilMs, cause: this.#missedBecause, inventedMs: 0 });
  }

  #tellDue(fromMs: number): void {
    if (this.#isDue) return;
    this.#isDue = true;
    this.events.onDue(this, fromMs);
  }

  #tellNotDue(toMs: number): void {
    if (!this.#isDue) return;
    this.#isDue = false;
    this.events.onNotDue(this, toMs);
  }
}

/** The writer itself refuses without a live grant, should a packet come between a no and its being heard. */
function writeTo(writer: SegmentWriter, octets: Buffer): 'kept' | 'full' | 'consent-ended' {
  try {
    return writer.write(octets);
  } catch (refusal) {
    if (isVoxkeepError(refusal, 'consent.not-live')) return 'consent-ended';
    throw refusal;
  }
}
