import type { AudioChannel, LossCause } from '@voxkeep/contracts';
import { g711Rate, msOfOctets } from '@voxkeep/recording';
import type { OctetKind } from '@voxkeep/telephony';
import type { StreamListener } from '../../media/rtp-receiver.js';
import type { StreamNotice } from '../../media/stream-notices.js';
import type { SegmentWriter } from '../../media/segment-writer.js';
import { DueStretch } from './due-stretch.js';
import { EdgeOfYes } from './edge-of-yes.js';
import { FirstPackets, type Given } from './first-packets.js';
import { LastHeard } from './last-heard.js';
import { Losses } from './losses.js';
import { OtherPayload } from './other-payload.js';
import type { TrackEvents } from './track-events.js';
import type { TrackTerms } from './track-terms.js';
import { edgeMs, isAfterHalt, mayLack, type StretchEnd } from './stretch-end.js';
import { writeOctets } from './write-octets.js';

/** A stream that has just been agreed upon may take so long to begin; then its first packet is its beginning. */
const beginsWithinMs = 3000;
/** So long comfort noise speaks for a sender that sends nothing after it; then it is not known any more whether it says nothing: a minute. */
const noiseLastsMs = 60_000;
/** Less silence than one packet begins nothing. */
const packetOctets = 160;
const perMs = g711Rate / 1000;

/**
 * What becomes of the octets of one stream. They are dropped until `want`; then the first packet of audio, or the sender's own silence,
 * begins a segment, in the same turn, and what follows goes there. `drop` ends that at once. Whatever is wanted and does not come is told, with its cause.
 */
export class Track implements StreamListener {
  #phase: 'dropping' | 'wanted' | 'keeping' = 'dropping';
  #writer: SegmentWriter | undefined;
  #wantedFromMs = 0;
  #startMs = 0;
  #isFresh = true;
  readonly #due: DueStretch;
  #missedBecause: LossCause = 'nothing-came';
  #heard = 0;
  readonly #last = new LastHeard();
  /** When a payload that nobody agreed upon came last, in milliseconds of the call; undefined: never. Told by its notices, every five seconds. */
  otherCodecAtMs: number | undefined;
  /** Packets that never came, by the numbers of those that did, since audio was wanted. */
  #passedOver = 0;
  /** Octets of the last packet of audio. */
  #usual = packetOctets;
  /** Whether we refused the codec in which the stream may come. */
  readonly otherPayload = new OtherPayload();
  readonly #first = new FirstPackets();
  readonly #edge = new EdgeOfYes();
  /** By when what had come was read, where the rest was thrown away, in milliseconds of the call. */
  #cutOffMs = Infinity;
  readonly #losses: Losses;

  constructor(
    readonly terms: TrackTerms,
    private readonly events: TrackEvents,
  ) {
    this.#due = new DueStretch((kind, atMs) => {
      if (kind === 'due') events.onDue(this, atMs);
      else events.onNotDue(this, atMs);
    });
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

  /** When a packet of an agreed type came last, in milliseconds of the call; undefined: never. */
  get heardAtMs(): number | undefined {
    return this.#last.at === undefined ? undefined : this.terms.elapsedMs(this.#last.at);
  }

  /** Whether its sender said that it says nothing, not too long before a moment of the call, and has said nothing since. */
  isSilentAt(ms: number): boolean {
    return this.#last.isNoise && ms - (this.heardAtMs ?? -Infinity) <= noiseLastsMs;
  }

  /** Where what is kept ends, in milliseconds of the call; undefined: nothing is kept, or its sender chose to be silent. */
  get speaksUntilMs(): number | undefined {
    return this.#writer && !this.#last.isNoise ? this.#startMs + msOfOctets(this.#writer.octets) : undefined;
  }

  /** Whether a segment takes what comes. */
  get isKept(): boolean {
    return this.#writer !== undefined;
  }

  /** Since when audio is wanted, in milliseconds of the call; undefined: it is not. */
  get wantedFromMs(): number | undefined {
    return this.#phase === 'dropping' ? undefined : this.#wantedFromMs;
  }

  /** Milliseconds of granted audio of which no packet came, in the stretch under way and before; what came in another codec is none. */
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

  onDigit(key: string, releasedAt: number, dueAt: number, beganAt: number): void {
    this.events.onDigit(this, key, this.#first.givenBy(releasedAt, dueAt), beganAt);
  }

  onNotice(notice: StreamNotice): void {
    if (notice.code === 'other-payload') this.otherCodecAtMs = this.terms.elapsedMs();
    this.events.onNotice(this, notice);
  }

  onPacket(receivedAt: number, waitedMs: number, isNoise: boolean, passedOver: number): void {
    if (this.#phase === 'wanted') this.#passedOver += passedOver;
    this.#last.note(receivedAt, waitedMs, isNoise);
  }

  onAudio(octets: Buffer, kind: OctetKind, dueAt: number): void {
    if (kind === 'audio') {
      this.#heard += octets.length;
      this.#usual = octets.length;
    }
    this.#first.note(this.#last.at ?? dueAt, octets.length, dueAt, kind);
    if (this.#phase === 'keeping') this.#keep(octets, kind);
    else if (this.#phase === 'dropping') this.otherPayload.heard(kind);
    else if (this.#first.isOpen || this.#isDoubtful(octets, kind, dueAt)) this.#holdBack(octets, kind, dueAt);
    else this.#weigh(octets, kind, dueAt);
  }

  onJump(ms: number): void {
    if (ms < 0) this.#first.madeUp(-ms);
  }

  /**
   * Octets are wanted from a moment of the call on. `fresh`: the stream has just been agreed upon, or has not been heard yet. `given`: the
   * yes, or the end of a hold, where what was said before it may still lie in the socket or come later.
   */
  want(fresh: boolean, fromMs = this.terms.elapsedMs(), given?: Given): void {
    if (this.#phase !== 'dropping') return;
    this.#phase = 'wanted';
    this.#wantedFromMs = fromMs;
    this.#missedBecause = 'nothing-came';
    [this.#passedOver, this.#cutOffMs] = [0, Infinity];
    this.#isFresh = fresh || this.#heard === 0;
    // A stream is resumed where it lies: what it brings is parted at once.
    this.#first.begin(fresh ? undefined : given);
    this.#edge.set(given ? fromMs : -Infinity);
  }

  /** Looked at every second: a stream that does not begin is due all the same. */
  look(): void {
    const nowMs = this.terms.elapsedMs();
    if (this.#first.isFull(nowMs)) this.#settle();
    if (this.#phase !== 'wanted' || this.isSilentAt(nowMs)) return;
    if (nowMs - this.#wantedFromMs > beginsWithinMs) this.#due.begin(this.#wantedFromMs);
  }

  /**
   * Nothing is kept from here on, nor what waits for its place: it may be from before the yes, and is missing though it came. The segment
   * under way is the caller's to close; its last losses wait until it is known whose they are.
   */
  drop(end: StretchEnd): SegmentWriter | undefined {
    this.#leaveUnplaced(this.#first.soundMs, Math.min(end.atMs, end.readMs, this.#cutOffMs));
    this.#first.take();
    const writer = this.#writer;
    if (this.#phase !== 'dropping') this.#tellTail(end);
    this.#phase = 'dropping';
    this.#writer = undefined;
    return writer;
  }

  /** The call ends for another's sake: what had come and was not read by then is not taken, though it may have been granted. */
  cutOffAt(readUntil: number): void {
    this.#cutOffMs = this.terms.elapsedMs(readUntil);
  }

  /** Of a stream, or of that of the key, that has just begun, and of one that lies behind, nobody knows yet which of it was said before the yes. */
  #holdBack(octets: Buffer, kind: OctetKind, dueAt: number): void {
    const nowMs = this.terms.elapsedMs();
    this.#first.add({ octets, kind, dueAt, passedOver: this.#passedOver }, nowMs, this.#last.at ?? dueAt, this.#last.cameAt);
    this.#passedOver = 0;
    if (this.#first.isKnown || this.#first.isFull(nowMs)) this.#settle();
  }

  /** What was held up on its way came after the yes all the same: its place tells, and how far behind that its sender is for good. */
  #settle(): void {
    const { givenAt, held } = this.#first.take();
    if (givenAt !== undefined) this.#edge.set(this.terms.elapsedMs(givenAt));
    for (const { octets, kind, dueAt, passedOver } of held) {
      this.#passedOver += passedOver;
      if (this.#phase === 'keeping') this.#keep(octets, kind);
      else this.#weigh(octets, kind, dueAt);
    }
  }

  #isDoubtful({ length }: Buffer, kind: OctetKind, dueAt: number): boolean {
    const saidMs = this.terms.elapsedMs(dueAt) - msOfOctets(length);
    return kind === 'audio' && this.#edge.octetsBefore(saidMs, length) > 0 && this.#first.doubts(this.#last.cameAt, dueAt);
  }

  #weigh(octets: Buffer, kind: OctetKind, dueAt: number): void {
    if (kind === 'missing') return;
    this.otherPayload.heard(kind);
    const saidMs = this.terms.elapsedMs(dueAt) - msOfOctets(kind === 'audio' ? octets.length : this.#usual);
    if (kind === 'quiet') this.#weighSilence(octets, saidMs);
    else if (kind === 'unagreed') this.#noteUnagreed(saidMs + msOfOctets(octets.length));
    else this.#weighAudio(octets, kind, saidMs);
  }

  #weighAudio(octets: Buffer, kind: OctetKind, saidMs: number): void {
    const before = this.#edge.octetsBefore(saidMs, octets.length);
    if (before < octets.length) this.#begin(octets.subarray(before), kind, saidMs + msOfOctets(before));
    else this.#passedOver = 0;
  }

  /** The silence of before does not belong to it. */
  #weighSilence(octets: Buffer, saidMs: number): void {
    const before = Math.ceil(Math.max(0, this.#wantedFromMs - saidMs) * perMs);
    if (octets.length - before < Math.min(packetOctets, octets.length)) return;
    this.#begin(octets.subarray(before), 'quiet', saidMs + msOfOctets(before));
  }

  #noteUnagreed(untilMs: number): void {
    if (untilMs > this.#wantedFromMs) this.#missedBecause = this.otherPayload.causeAfter(this.#missedBecause);
  }

  #begin(octets: Buffer, kind: OctetKind, saidMs: number): void {
    const startMs = Math.max(this.#wantedFromMs, saidMs);
    const writer = this.events.onFirst(this, Math.round(startMs));
    if (!writer) {
      this.#missedBecause = 'journal';
      return;
    }
    this.#writer = writer;
    this.#startMs = startMs;
    this.#phase = 'keeping';
    // So long the sender had been speaking by the numbers of its packets: however late a stream may begin, that is no beginning.
    const spokeMs = startMs - Math.min(startMs - this.#wantedFromMs, this.#passedOver * msOfOctets(this.#usual));
    if (this.#isBeginning(spokeMs - this.#wantedFromMs)) this.#due.beginLater(this.#wantedFromMs, spokeMs);
    else this.#tellMissed(spokeMs);
    if (startMs > spokeMs) this.#losses.addBefore(spokeMs, startMs);
    this.#keep(octets, kind);
  }

  /** Whether what comes so long after it was wanted is where the audio begins, and nothing is missing before. */
  #isBeginning(leadMs: number): boolean {
    return this.#missedBecause === 'nothing-came' && leadMs <= (this.#isFresh ? beginsWithinMs : edgeMs);
  }

  #keep(told: Buffer, kind: OctetKind): void {
    const writer = this.#writer;
    if (!writer) return;
    const octets = this.#first.withoutMadeUp(told, kind);
    this.otherPayload.heard(kind);
    const atMs = this.#startMs + msOfOctets(writer.octets);
    const written = writeOctets(writer, octets);
    if (written === 'consent-ended') return;
    if (written === 'full') this.#giveUp(writer);
    else if (kind === 'missing') this.#losses.add(atMs, msOfOctets(octets.length), 'packets-lost');
    else if (kind === 'unagreed') this.#losses.add(atMs, msOfOctets(octets.length), this.otherPayload.cause);
    else this.#losses.flush();
  }

  #giveUp(writer: SegmentWriter): void {
    this.#losses.forget(this.#startMs);
    this.#writer = undefined;
    this.#phase = 'wanted';
    this.#wantedFromMs = this.#startMs;
    this.#missedBecause = 'journal';
    this.events.onFull(this, writer);
  }

  /** What was read until the end was heard is all that came; whether it should have been more depends on who else went on. */
  #tellTail({ atMs, readMs, lastMs }: StretchEnd): void {
    this.#losses.end();
    const untilMs = this.#writer ? this.#startMs + msOfOctets(this.#writer.octets) : this.#wantedFromMs;
    const endMs = Math.min(atMs, readMs, this.#cutOffMs);
    const cause = this.#writer ? 'nothing-came' : this.#missedBecause;
    const isTheirs = cause === 'nothing-came' && this.isSilentAt(endMs);
    const isMissing = !isTheirs && endMs - untilMs > mayLack(this.isKept, lastMs - untilMs);
    if (isMissing) this.#tellLost(untilMs, endMs, cause);
    const toldMs = isMissing ? endMs : untilMs;
    const isCutOff = !isTheirs && isAfterHalt(this.#cutOffMs, atMs, toldMs);
    if (isCutOff) this.#tellLost(Math.max(endMs, toldMs), atMs, 'receive-queue');
    this.#due.end(isCutOff ? atMs : toldMs);
  }

  /** So much sound waits for its place at the end. Before it nothing came, or, where the sender fell silent, behind it; its own cause is another. */
  #leaveUnplaced(soundMs: number, endMs: number): void {
    if (soundMs === 0) return;
    if (this.isSilentAt(endMs)) {
      const toMs = Math.min(endMs, this.#wantedFromMs + soundMs);
      if (toMs - this.#wantedFromMs > edgeMs) this.#tellLost(this.#wantedFromMs, toMs, 'unplaced');
      this.#wantedFromMs = Math.max(this.#wantedFromMs, toMs);
      return;
    }
    const fromMs = Math.max(this.#wantedFromMs, endMs - soundMs);
    if (!this.#isBeginning(fromMs - this.#wantedFromMs)) this.#tellMissed(fromMs);
    this.#wantedFromMs = fromMs;
    this.#missedBecause = 'unplaced';
  }

  /** What was wanted since the beginning and has no segment. */
  #tellMissed(untilMs: number): void {
    this.#due.begin(this.#wantedFromMs);
    if (untilMs - this.#wantedFromMs > edgeMs) this.#tellLost(this.#wantedFromMs, untilMs, this.#missedBecause);
  }

  #tellLost(fromMs: number, toMs: number, cause: LossCause): void {
    this.#due.begin(fromMs);
    this.events.onLost(this, { fromMs, toMs, cause, inventedMs: 0 });
  }
}
