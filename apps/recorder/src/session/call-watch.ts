import type { AudioChannel, ContactEndReason, ContactEventCode } from '@voxkeep/contracts';
import type { StreamNotice } from '../media/stream-notices.js';
import type { SipDialog } from '../sip/endpoint.js';
import { Alarms, cameAtMs, type Watched } from './alarms.js';
import type { CallLog } from './books/call-log.js';
import type { Track } from './media-binding/track.js';
import { Oddities } from './oddities.js';
import type { SessionRoom } from './session-room.js';
import { SilenceWatch } from './silence-watch.js';

/** What a call is when it is looked at; milliseconds of the call. */
export type Seen = Omit<Watched, 'overdue'> & {
  /** No packet is expected. */
  readonly isPaused: boolean;
  /** Tracks that wait for a yes. */
  readonly waiting: readonly Track[];
};

/** Watches a call while it runs: tells what is wrong with it and odd about its streams, and finds that it has ended though nobody said so. */
export class CallWatch {
  readonly #alarms: Alarms;
  readonly #oddities: Oddities;
  readonly #silence: SilenceWatch;

  /** `sinceMs`: when its session began, in milliseconds of the call. */
  constructor(
    { silence, wallMs, tally }: Pick<SessionRoom, 'silence' | 'wallMs' | 'tally'>,
    trunk: string,
    log: Pick<CallLog, 'write'>,
    call: { note(code: ContactEventCode, channel: AudioChannel): void },
    sinceMs: number,
  ) {
    this.#alarms = new Alarms(log, wallMs);
    this.#oddities = new Oddities(this.#alarms, { id: trunk, tally }, call);
    this.#silence = new SilenceWatch(silence, sinceMs);
  }

  /** Something was noticed about a channel at a moment of the call. */
  hear(contact: string, channel: AudioChannel, notice: StreamNotice, atMs: number): void {
    this.#oddities.hear(contact, channel, notice, atMs);
  }

  /** To be called once a second. `end` ends a call that nobody says good-bye to. */
  look(seen: Seen, dialog: Pick<SipDialog, 'probe'> | undefined, end: (reason: ContactEndReason) => void): void {
    const { atMs, isPaused, waiting } = seen;
    const heard = { atMs, heardMs: Math.max(0, ...seen.tracks.map((track) => cameAtMs(track) ?? 0)), isPaused };
    this.#silence.note(heard);
    this.#alarms.look({ ...seen, overdue: this.#silence.isOverdue(heard) ? waiting : [] });
    this.#silence.look(heard, dialog, end);
  }
}
