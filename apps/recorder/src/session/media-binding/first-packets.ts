import { g711Rate, msOfOctets } from '@voxkeep/recording';
import type { OctetKind } from '@voxkeep/telephony';
import { Lateness, isLate } from './lateness.js';

/** Heard for so long without a shift, a stream brings packets that come in their own time, whatever lay in its socket or its sender before. */
const settlesInMs = 100;
/** What comes so much too early in that time shows that what came before was held up. */
const heldUpMs = 5;
/** So long, and so much, waits to know where it lies. */
const longestMs = 1000;
const mostOctets = 4 * g711Rate;

/**
 * Where a stream lies on the axis is known once packets came in their own time: those of a sender that was stuck come in one burst, and
 * only what follows them shows how early they were due.
 */
export class Beginning {
  #windowAt: number | undefined;
  #shiftedBeforeMs = 0;
  #dueUntil = Infinity;
  #shiftedMs = 0;
  #isSettled = false;

  get isSettled(): boolean {
    return this.#isSettled;
  }

  /** By how much what came before has turned out to be due earlier than was thought then, in milliseconds; negative. */
  get shiftedMs(): number {
    return this.#shiftedMs;
  }

  /**
   * A key that was let go at `releasedAt`, as far as is known now, and was due at `dueAt`: should the stream turn out to have been held up,
   * it was let go earlier.
   */
  given(releasedAt: number, dueAt: number): Given {
    const then = this.#shiftedMs;
    return {
      at: () => Math.min(releasedAt, dueAt + this.#shiftedMs - then),
      isSettled: () => this.#isSettled,
    };
  }

  /** Octets that were read at `receivedAt`, and when the first of them is due. */
  note(receivedAt: number, octets: number, dueAt: number): void {
    this.#windowAt ??= receivedAt;
    const shift = Math.min(0, dueAt - this.#dueUntil);
    if (shift > -Infinity) this.#shiftedMs += shift;
    this.#dueUntil = dueAt + msOfOctets(octets);
    if (receivedAt - this.#windowAt < settlesInMs) return;
    this.#isSettled ||= this.#shiftedMs - this.#shiftedBeforeMs > -heldUpMs;
    this.#shiftedBeforeMs = this.#shiftedMs;
    this.#windowAt = receivedAt;
  }
}

/** When a yes was given, as far as that is known by now. */
export interface Given {
  /** On the receiver's clock; it may turn out to be earlier. */
  at(): number;
  isSettled(): boolean;
}

/** A yes of which it is known when it was given, on the receiver's clock. */
export const givenAt = (at: number): Given => ({ at: () => at, isSettled: () => true });

/** Octets that wait until it is known where they lie. */
export interface Held {
  readonly octets: Buffer;
  readonly kind: OctetKind;
  /** When they are due; while they wait, as was thought when they came. */
  readonly dueAt: number;
  readonly passedOver: number;
}

/** `shiftedMs`: of the stream when it came; `isLate`: it surely came behind its place. */
type Waiting = Held & { readonly shiftedMs: number; readonly isLate: boolean };

/**
 * What a stream brings behind a yes before it is known which of it was said before: in memory, bounded in time and size. It waits where the
 * stream, or that of the yes, has just begun, and where it lies so far behind that it may have been held up.
 */
export class FirstPackets {
  readonly #beginning = new Beginning();
  #lateness: Lateness | undefined;
  /** Of the packets behind a key that came late. */
  #behindKey: Lateness | undefined;
  /** It did not become known in time how far the stream lies behind for good: its place alone counts. */
  #isByPlace = false;
  /** So much later than its place the stream is kept, and so many octets of what the axis makes up for that are to be left out. */
  #keptLaterMs = 0;
  #leaves = 0;
  #given: Given | undefined;
  #held: Waiting[] = [];
  #octets = 0;
  #sinceAt = 0;

  get isEmpty(): boolean {
    return this.#held.length === 0;
  }

  /** Whether what comes has to wait. */
  get isOpen(): boolean {
    return this.#given !== undefined || this.#lateness !== undefined;
  }

  /** A key of the stream, as `Beginning.given`. Of one that came late what follows it tells whether its sender is slow or held it up. */
  givenBy(releasedAt: number, dueAt: number): Given {
    const placed = this.#beginning.given(releasedAt, dueAt);
    if (releasedAt <= dueAt) return placed;
    const lateness = (this.#behindKey = new Lateness());
    return {
      at: () => (lateness.isSettled ? Math.min(releasedAt, placed.at() + lateness.lastingMs) : releasedAt),
      isSettled: () => placed.isSettled() && lateness.isSettled,
    };
  }

  /** Octets of the stream, whether they wait or not, as `Beginning.note`. */
  note(receivedAt: number, octets: number, dueAt: number, kind: OctetKind): void {
    this.#beginning.note(receivedAt, octets, dueAt);
    if (kind === 'audio') this.#behindKey?.note(receivedAt, dueAt);
    if (this.#behindKey?.isSettled) this.#behindKey = undefined;
  }

  /** Audio is wanted: what comes waits until both streams, that of the yes and this, lie where they belong; if they do, or without a yes, it does not. */
  begin(given?: Given): void {
    this.#given = given && !this.#isPlaced(given) ? given : undefined;
    this.#lateness = this.#given && new Lateness();
    this.#isByPlace = false;
    this.#keptLaterMs = this.#leaves = 0;
  }

  /**
   * A packet lies before the yes by its place, and came at `cameAt` at the earliest. Answers whether it waits, and what follows with it: it came
   * so late that either it was held up, or its sender lost time, and said it when it came.
   */
  doubts(cameAt: number, dueAt: number): boolean {
    if (this.#isByPlace || !isLate(cameAt, dueAt)) return false;
    this.#lateness ??= new Lateness();
    return true;
  }

  /** The axis is moved on by so much before the next packet: its sender had lost time. */
  madeUp(ms: number): void {
    this.#behindKey?.madeUp(ms);
    if (this.#lateness) this.#lateness.madeUp(ms);
    else this.#leave(ms);
  }

  /** Octets without what is made up in them for the sender's lateness: the stream is kept where it was said already. */
  withoutMadeUp(octets: Buffer, kind: OctetKind): Buffer {
    if (this.#leaves === 0 || kind === 'audio') return octets;
    const left = Math.min(this.#leaves, octets.length);
    this.#leaves -= left;
    return octets.subarray(left);
  }

  /** A packet was read at `receivedAt`, and came at `cameAt` at the earliest. */
  add(held: Held, now: number, receivedAt: number, cameAt = receivedAt): void {
    if (this.isEmpty) this.#sinceAt = now;
    this.#held.push({
      ...held,
      octets: Buffer.from(held.octets),
      shiftedMs: this.#beginning.shiftedMs,
      isLate: isLate(cameAt, held.dueAt),
    });
    this.#octets += held.octets.length;
    if (held.kind === 'audio') this.#lateness?.note(receivedAt, held.dueAt);
  }

  /** Whether it is known where what waits lies. */
  get isKnown(): boolean {
    if (this.#lateness?.isSettled) return !this.#given || this.#isPlaced(this.#given);
    return this.#given !== undefined && this.#isPlaced(this.#given) && !this.#isDoubtful(this.#given.at());
  }

  /** Whether nothing can wait any longer. */
  isFull(now: number): boolean {
    return !this.isEmpty && (this.#octets >= mostOctets || now - this.#sinceAt >= longestMs);
  }

  /** Milliseconds from the first sound that waits to the last; what never came in between, or was silence, lies there too. */
  get soundMs(): number {
    const isSound = ({ kind }: Held): boolean => kind === 'audio';
    const first = this.#held.findIndex(isSound);
    if (first < 0) return 0;
    const stretch = this.#held.slice(first, this.#held.findLastIndex(isSound) + 1);
    return stretch.reduce((sum, { octets }) => sum + msOfOctets(octets.length), 0);
  }

  /** What waited, in order and where it lies as far as is known, and when the yes was given if that waited too; nothing waits after that. */
  take(): { readonly givenAt: number | undefined; readonly held: readonly Held[] } {
    const { isKnown } = this;
    const { shiftedMs } = this.#beginning;
    const lastingMs = this.#lateness?.lastingMs ?? 0;
    const laterBy = (then: number): number => shiftedMs - then + lastingMs;
    const held = this.#held.map(({ shiftedMs: then, dueAt, ...more }) => ({ ...more, dueAt: dueAt + laterBy(then) }));
    const givenAt = this.#given?.at();
    this.#keptLaterMs = lastingMs;
    this.#leave(this.#lateness?.madeUpMs ?? 0);
    this.#isByPlace = !isKnown;
    this.#given = this.#lateness = undefined;
    this.#held = [];
    this.#octets = 0;
    return { givenAt, held };
  }

  /** Whether something that waits lies before the yes by its place, and came so late that it may be from behind it. */
  #isDoubtful(givenAt: number): boolean {
    const { shiftedMs } = this.#beginning;
    return this.#held.some(({ kind, isLate, octets, dueAt, shiftedMs: then }) => {
      return kind === 'audio' && isLate && dueAt + shiftedMs - then - msOfOctets(octets.length) < givenAt;
    });
  }

  #leave(madeUpMs: number): void {
    const both = Math.min(madeUpMs, this.#keptLaterMs);
    this.#keptLaterMs -= both;
    this.#leaves += Math.round(both * (g711Rate / 1000));
  }

  #isPlaced(given: Given): boolean {
    return this.#beginning.isSettled && given.isSettled();
  }
}
