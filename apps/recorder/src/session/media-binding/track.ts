import type { AudioChannel } from '@voxkeep/contracts';
import { isVoxkeepError } from '@voxkeep/contracts';
import { msOfOctets, octetsOfMs, type SegmentCodec } from '@voxkeep/recording';
import type { StreamListener } from '../../media/rtp-receiver.js';
import type { SegmentWriter } from '../../media/segment-writer.js';

/** What a track tells. All of it happens in the turn of a packet, so nothing here may wait. */
export interface TrackEvents {
  /** Octets wait for a segment; told again with each packet until one is attached. */
  onWaiting(track: Track): void;
  /** The vault failed under the segment; the track waits for another one. */
  onBroken(track: Track, writer: SegmentWriter): void;
  onDigit(track: Track, key: string): void;
}

/** A stretch of the call in milliseconds from its start. */
export interface Stretch {
  readonly fromMs: number;
  readonly toMs: number;
}

/** What a track is of. `elapsedMs`: milliseconds since the start of the call. */
export interface TrackTerms {
  readonly index: number;
  readonly channel: AudioChannel;
  readonly codec: SegmentCodec;
  readonly elapsedMs: () => number;
}

/** Longest time that octets may wait in memory between the grant and the commit of the recording. */
export const waitingMs = 2000;

/**
 * What becomes of the octets of one stream. They are dropped until `want`; then they wait in memory, at most 2 s, until a segment is
 * attached that takes them and what follows. `drop` ends that at once.
 */
export class Track implements StreamListener {
  #phase: 'dropping' | 'waiting' | 'keeping' = 'dropping';
  #writer: SegmentWriter | undefined;
  #waiting: Buffer[] = [];
  #octets = 0;
  #fromMs = 0;
  #lostFromMs: number | undefined;
  #heard = 0;

  constructor(
    readonly terms: TrackTerms,
    private readonly events: TrackEvents,
  ) {}

  get channel(): AudioChannel {
    return this.terms.channel;
  }

  /** Octets of audio that packets brought since the session began, kept or not. */
  get heard(): number {
    return this.#heard;
  }

  /** Whether octets wait for a segment. */
  get hasWaiting(): boolean {
    return this.#phase === 'waiting' && (this.#octets > 0 || this.#lostFromMs !== undefined);
  }

  /** Where the octets that wait begin; whole milliseconds of the call. */
  get waitingFromMs(): number {
    return Math.round(this.#octets > 0 ? this.#fromMs : this.terms.elapsedMs());
  }

  onDigit(key: string): void {
    this.events.onDigit(this, key);
  }

  onAudio(octets: Buffer, _firstTimestamp: number, kind: 'audio' | 'silence'): void {
    if (kind === 'audio') this.#heard += octets.length;
    if (this.#phase === 'waiting') this.#wait(octets, kind);
    else if (this.#phase === 'keeping') this.#keep(octets);
  }

  /** From the next packet on octets are wanted. */
  want(): void {
    if (this.#phase === 'dropping') this.#phase = 'waiting';
  }

  /** Nothing is kept any more, what waited is overwritten. The segment under way is the caller's to close. */
  drop(): SegmentWriter | undefined {
    const writer = this.#writer;
    for (const octets of this.#waiting) octets.fill(0);
    this.#reset('dropping');
    return writer;
  }

  /**
   * Hands over the segment that was opened for what waits. `unwanted`: the track was dropped meanwhile. A stretch: memory ran out
   * while the segment was being opened; it holds what came before, is complete, and another one is needed.
   */
  attach(writer: SegmentWriter): 'attached' | 'unwanted' | Stretch {
    if (this.#phase !== 'waiting') return 'unwanted';
    const taken = this.#pour(writer);
    if (taken === 'consent-ended') return 'unwanted';
    const lostFromMs = taken < this.#octets ? this.#fromMs + msOfOctets(taken) : this.#lostFromMs;
    this.#reset(lostFromMs === undefined ? 'keeping' : 'waiting');
    if (lostFromMs === undefined) this.#writer = writer;
    return lostFromMs === undefined ? 'attached' : { fromMs: Math.round(lostFromMs), toMs: Math.round(this.terms.elapsedMs()) };
  }

  #reset(phase: 'dropping' | 'waiting' | 'keeping'): void {
    this.#phase = phase;
    this.#writer = undefined;
    this.#waiting = [];
    this.#octets = 0;
    this.#lostFromMs = undefined;
  }

  /** Silence before the first packet of a segment was made up for a time before the grant, so it does not belong to it. */
  #wait(octets: Buffer, kind: 'audio' | 'silence'): void {
    const isFirst = this.#octets === 0 && this.#lostFromMs === undefined;
    if (isFirst && kind === 'silence') return;
    if (isFirst) this.#fromMs = Math.max(0, this.terms.elapsedMs() - msOfOctets(octets.length));
    if (this.#lostFromMs === undefined && this.#octets + octets.length <= octetsOfMs(waitingMs)) {
      this.#waiting.push(octets);
      this.#octets += octets.length;
    } else {
      this.#lostFromMs ??= this.#fromMs + msOfOctets(this.#octets);
    }
    this.events.onWaiting(this);
  }

  #keep(octets: Buffer): void {
    const writer = this.#writer;
    if (writer === undefined || writeTo(writer, octets) !== 'broken') return;
    this.#reset('waiting');
    this.events.onBroken(this, writer);
    this.#wait(octets, 'audio');
  }

  /** Octets that the segment took. */
  #pour(writer: SegmentWriter): number | 'consent-ended' {
    let taken = 0;
    for (const octets of this.#waiting) {
      const written = writeTo(writer, octets);
      if (written === 'consent-ended') return written;
      if (written === 'broken') return taken;
      taken += octets.length;
    }
    return taken;
  }
}

/** The writer itself refuses without a live grant, should a packet come between a no and its being heard. */
function writeTo(writer: SegmentWriter, octets: Buffer): 'kept' | 'broken' | 'consent-ended' {
  try {
    return writer.write(octets);
  } catch (refusal) {
    if (isVoxkeepError(refusal, 'consent.not-live')) return 'consent-ended';
    throw refusal;
  }
}
