import type { AudioChannel, GapReason } from '@voxkeep/contracts';
import { newId } from '@voxkeep/platform';
import { recorderActor, type SessionRoom } from '../session-room.js';
import type { Stretch } from './track.js';

interface Pending extends Stretch {
  readonly id: string;
  readonly channel: AudioChannel | null;
  readonly reason: GapReason;
}

/** What was not kept of a recording, and why. A gap is written when it is over; one that lasts ends with the recording. */
export class GapBook {
  readonly #open = new Map<string, Omit<Pending, 'toMs'>>();
  readonly #over: Pending[] = [];

  constructor(
    private readonly room: Pick<SessionRoom, 'operative'>,
    private readonly contactId: string,
  ) {}

  /** Begins a gap of a channel (`null`: of all) unless one lasts there already. */
  begin(place: string, channel: AudioChannel | null, reason: GapReason, fromMs: number): void {
    if (!this.#open.has(place)) this.#open.set(place, { id: newId(), channel, reason, fromMs: whole(fromMs) });
  }

  /** Ends the gap of a place, if one lasts. */
  end(place: string, toMs: number): void {
    const gap = this.#open.get(place);
    this.#open.delete(place);
    if (gap) this.#over.push({ ...gap, toMs: Math.max(gap.fromMs, whole(toMs)) });
  }

  endAll(toMs: number): void {
    for (const place of [...this.#open.keys()]) this.end(place, toMs);
  }

  /** Notes a gap that is over already. */
  note(channel: AudioChannel | null, reason: GapReason, { fromMs, toMs }: Stretch): void {
    const from = whole(fromMs);
    this.#over.push({ id: newId(), channel, reason, fromMs: from, toMs: Math.max(from, whole(toMs)) });
  }

  /** Writes what is over. May be run again after a failure. */
  async write(recordingId: string): Promise<void> {
    for (let gap = this.#over[0]; gap; gap = this.#over[0]) {
      await this.room.operative.recordings.gap(this.contactId, { ...gap, recordingId }, recorderActor);
      this.#over.shift();
    }
  }
}

const whole = (ms: number): number => Math.max(0, Math.round(ms));
