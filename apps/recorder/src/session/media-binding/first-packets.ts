import { g711Rate, msOfOctets } from '@voxkeep/recording';
import type { OctetKind } from '@voxkeep/telephony';

/** Heard for so long, a stream has brought packets that came in their own time, whatever lay in its socket or its sender before. */
const settlesInMs = 100;
/** A packet that comes so much too early shows that those before it were held up. */
const heldUpMs = 5;
/** So long, and so much, waits to know where it lies. */
const longestMs = 1000;
const mostOctets = 4 * g711Rate;

/**
 * Where a stream lies on the axis is known once packets came in their own time: those of a sender that was stuck come in one burst, and
 * only what follows them shows how early they were due.
 */
export class Beginning {
  #firstAt: number | undefined;
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
    this.#firstAt ??= receivedAt;
    const shift = Math.min(0, dueAt - this.#dueUntil);
    if (shift > -Infinity) this.#shiftedMs += shift;
    this.#dueUntil = dueAt + msOfOctets(octets);
    this.#isSettled ||= receivedAt - this.#firstAt >= settlesInMs && shift > -heldUpMs;
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
  /** As was thought when they came. */
  readonly dueAt: number;
  readonly shiftedMs: number;
  readonly passedOver: number;
}

/** What a stream brings behind a yes before it is known which of it was said before: in memory, bounded in time and size. */
export class FirstPackets {
  #held: Held[] = [];
  #octets = 0;
  #sinceAt = 0;

  get isEmpty(): boolean {
    return this.#held.length === 0;
  }

  add(held: Held, now: number): void {
    if (this.isEmpty) this.#sinceAt = now;
    this.#held.push({ ...held, octets: Buffer.from(held.octets) });
    this.#octets += held.octets.length;
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

  /** What waited, in order; nothing waits after that. */
  take(): readonly Held[] {
    const held = this.#held;
    this.#held = [];
    this.#octets = 0;
    return held;
  }
}
