import type { AudioChannel, GapReason } from '@voxkeep/contracts';
import { newId } from '@voxkeep/platform';
import type { CallFact } from '@voxkeep/recording';

interface Rest {
  readonly channel: AudioChannel | null;
  readonly reason: GapReason;
  readonly fromMs: number;
}

/** Stretches in which nothing is to be kept: pauses, holds, withdrawn consent. Told when they are over, or with the end of the recording. */
export class Rests {
  readonly #lasting = new Map<string, Rest>();

  constructor(private readonly tell: (fact: CallFact) => void) {}

  /** Begins the rest of a channel (`null`: of all) unless one lasts there already. */
  begin(place: string, channel: AudioChannel | null, reason: GapReason, fromMs: number): void {
    if (!this.#lasting.has(place)) this.#lasting.set(place, { channel, reason, fromMs: whole(fromMs) });
  }

  /** Ends the rest of a place, if one lasts. */
  end(place: string, toMs: number): void {
    const rest = this.#lasting.get(place);
    this.#lasting.delete(place);
    if (!rest) return;
    this.tell({ kind: 'gap', id: newId(), ...rest, toMs: Math.max(rest.fromMs, whole(toMs)), cause: null, inventedMs: 0 });
  }

  endAll(toMs: number): void {
    for (const place of [...this.#lasting.keys()]) this.end(place, toMs);
  }
}

/** Whole milliseconds of the call. */
export const whole = (ms: number): number => Math.max(0, Math.round(ms));
