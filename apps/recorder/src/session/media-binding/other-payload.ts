import type { LossCause } from '@voxkeep/contracts';
import type { OctetKind } from '@voxkeep/telephony';

/**
 * Whose doing it is that a payload comes which nobody agreed upon: its sender's; ours from when it offered another codec and was refused,
 * until an offer is taken or it comes back, after that, to what was agreed.
 */
export class OtherPayload {
  #isRefused = false;
  #hasCome = false;

  /** The sender offered another codec for the stream, and was refused. Returns whether that is new. */
  refused(): boolean {
    const isNew = !this.#isRefused;
    this.#isRefused = true;
    this.#hasCome = false;
    return isNew;
  }

  /** An offer was taken: what comes otherwise from here on is nothing that we refused. */
  agreed(): void {
    this.#isRefused = false;
  }

  /** Octets of the stream, in order; those of the codec of before may still come after a refusal. */
  heard(kind: OctetKind): void {
    if (kind === 'unagreed') this.#hasCome = true;
    else if (kind === 'audio' && this.#hasCome) this.agreed();
  }

  /** Why what such a payload carries is missing. */
  get cause(): LossCause {
    return this.#isRefused ? 'refused-change' : 'other-codec';
  }

  /** Why nothing was kept of a stretch in which such a payload came; what is ours is said of the whole of it. */
  causeAfter(missedBecause: LossCause): LossCause {
    return missedBecause === 'nothing-came' || missedBecause === 'other-codec' ? this.cause : missedBecause;
  }
}
