import type { ContactEndReason } from '@voxkeep/contracts';
import type { SipDialog } from '../sip/endpoint.js';

/** How long a call may bring nothing before its other side is asked, and before it is ended although the other side still answers. */
export interface SilenceLimits {
  readonly askAfterMs: number;
  /** The same of a call in which nothing is due; it is never ended while the other side answers. */
  readonly askPausedAfterMs: number;
  readonly endAfterMs: number;
}

/** No packet for a minute, or five of a pause: ask; for two hours: end, whatever the other side says. */
export const silenceLimits: SilenceLimits = { askAfterMs: 60_000, askPausedAfterMs: 300_000, endAfterMs: 7_200_000 };

/** Asked so often without any answer, while nothing comes, the other side is gone: no answer is 408 (RFC 3261 §8.1.3.1, §12.2.1.2). */
const unansweredAsks = 3;

/** What was heard of a session when it is looked at; milliseconds of the call. */
export interface Heard {
  readonly atMs: number;
  readonly heardMs: number;
  readonly isPaused: boolean;
}

/**
 * Notices that a call has ended although nobody said so: when nothing comes any more, the other side is asked inside the dialog, again and
 * again, and seldom while the session is paused; its word that it knows no such call, three times no word at all, or a very long silence
 * in which audio was due end the call (05).
 */
export class SilenceWatch {
  #isPaused = false;
  #askedAtMs = 0;
  #isAsking = false;
  #unanswered = 0;

  /** `sinceMs`: when the session began, in milliseconds of its call, which may be older. */
  constructor(
    private readonly limits: SilenceLimits,
    private sinceMs: number,
  ) {}

  /** Whether nothing came for so long, though audio was due, that the other side is asked for the call; as of the last change that was noted. */
  isOverdue(heard: Heard): boolean {
    return this.#silentMs(heard) >= this.limits.askAfterMs && !heard.isPaused;
  }

  /**
   * Looks at a session in which a packet came last at `heardMs`; none is expected while it is held, or its gate closed, or until then.
   * Calls `end` at most once for each reason that it finds.
   */
  look(
    { atMs, heardMs, isPaused }: Heard,
    dialog: Pick<SipDialog, 'probe'> | undefined,
    end: (reason: ContactEndReason) => void,
  ): void {
    this.note({ atMs, heardMs, isPaused });
    const silentMs = this.#silentMs({ atMs, heardMs, isPaused });
    const askAfterMs = isPaused ? this.limits.askPausedAfterMs : this.limits.askAfterMs;
    if (silentMs < askAfterMs) this.#unanswered = 0;
    if (silentMs < askAfterMs || !dialog) return;
    if (!isPaused && silentMs >= this.limits.endAfterMs) end('no-media');
    else if (!this.#isAsking && atMs - this.#askedAtMs >= askAfterMs) this.#ask(atMs, dialog, end);
  }

  /** Silence is counted anew from each change between a pause and none. */
  note({ atMs, isPaused }: Heard): void {
    if (isPaused !== this.#isPaused) this.sinceMs = atMs;
    this.#isPaused = isPaused;
  }

  #silentMs({ atMs, heardMs }: Heard): number {
    return atMs - Math.max(this.sinceMs, heardMs);
  }

  #ask(nowMs: number, dialog: Pick<SipDialog, 'probe'>, end: (reason: ContactEndReason) => void): void {
    this.#isAsking = true;
    this.#askedAtMs = nowMs;
    void dialog.probe().then(
      (answer) => {
        this.#isAsking = false;
        this.#unanswered = answer === 'no-answer' ? this.#unanswered + 1 : 0;
        if (answer === 'gone' || this.#unanswered >= unansweredAsks) end('gone');
      },
      () => {
        this.#isAsking = false;
      },
    );
  }
}
