import type { ContactEndReason } from '@voxkeep/contracts';
import type { SipDialog } from '../sip/endpoint.js';

/** How long a call may bring nothing before its other side is asked, and before it is ended although the other side still answers. */
export interface SilenceLimits {
  readonly askAfterMs: number;
  readonly endAfterMs: number;
}

/** No packet for a minute: ask; for two hours: end, whatever the other side says. */
export const silenceLimits: SilenceLimits = { askAfterMs: 60_000, endAfterMs: 7_200_000 };

/**
 * Notices that a call has ended although nobody said so: when nothing comes any more on a session that is not paused, the other side is
 * asked inside the dialog, again and again; only its word that it knows no such call, or a very long silence, ends the call (05).
 */
export class SilenceWatch {
  #askedAtMs = 0;
  #isAsking = false;

  constructor(private readonly limits: SilenceLimits) {}

  /** `silentMs`: for how long nothing came on a session that is not held. Calls `end` at most once for each reason that it finds. */
  look(
    silentMs: number,
    nowMs: number,
    dialog: Pick<SipDialog, 'probe'> | undefined,
    end: (reason: ContactEndReason) => void,
  ): void {
    const { askAfterMs, endAfterMs } = this.limits;
    if (silentMs < askAfterMs || !dialog) return;
    if (silentMs >= endAfterMs) {
      end('no-media');
      return;
    }
    if (this.#isAsking || nowMs - this.#askedAtMs < askAfterMs) return;
    this.#isAsking = true;
    this.#askedAtMs = nowMs;
    void dialog.probe().then(
      (answer) => {
        this.#isAsking = false;
        if (answer === 'gone') end('gone');
      },
      () => {
        this.#isAsking = false;
      },
    );
  }
}
