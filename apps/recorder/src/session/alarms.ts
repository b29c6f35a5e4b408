import type { AudioChannel, RecordingAlarm } from '@voxkeep/contracts';
import { diagnostics, newId } from '@voxkeep/platform';
import type { CallLog } from './books/call-log.js';
import { alarmRaised } from './events.js';
import type { Track } from './media-binding/track.js';

/** What the watch looks at, once a second. */
export interface Watched {
  readonly contactId: string;
  readonly atMs: number;
  readonly tracks: readonly Track[];
  readonly vaultFails: boolean;
  readonly journalFails: boolean;
}

/**
 * Audio that is due and does not come for so long is an alarm: the page shows it within ten seconds of the last packet. For as long as
 * comfort noise speaks for its sender nothing is due, here as in the outcome.
 */
const nothingForMs = 6000;
/** Audio that may be lost without anybody being told while the call runs. */
const lostQuietlyMs = 1000;
/** What neither grew nor was noticed again for so long is over; a notice comes every five seconds as long as it holds. */
const overAfterMs = 12_000;

/** What a track has lost: when its last alarm was over, so far, and when that grew. Milliseconds of the call. */
interface Loss {
  readonly beforeMs: number;
  readonly lostMs: number;
  readonly grewAtMs: number;
}

/** What is told of a call while it runs and somebody can do something about it. Raised once, cleared when it is over. */
export class Alarms {
  readonly #raised = new Set<string>();
  readonly #losses = new Map<Track, Loss>();
  readonly #noticed = new Map<
    string,
    { readonly alarm: RecordingAlarm; readonly channel: AudioChannel | null; readonly atMs: number }
  >();

  constructor(
    private readonly log: Pick<CallLog, 'write'>,
    private readonly wallMs: () => number,
  ) {}

  /** Whether something is wrong now. */
  get any(): boolean {
    return this.#raised.size > 0;
  }

  /** Looks at a call and tells what changed since the last time. */
  look({ contactId, atMs, tracks, vaultFails, journalFails }: Watched): void {
    for (const track of tracks) this.#lookAt(contactId, track, atMs, tracks);
    for (const [name, { alarm, channel, atMs: noticedAtMs }] of this.#noticed) {
      if (atMs - noticedAtMs < overAfterMs) continue;
      this.#noticed.delete(name);
      this.#tell(contactId, alarm, channel, false);
    }
    this.#tell(contactId, 'vault-failing', null, vaultFails);
    this.#tell(contactId, 'journal-failing', null, journalFails);
  }

  /** Something was noticed, such as a codec that was not agreed upon; it holds until it has not been noticed for a while. */
  raise(contactId: string, alarm: RecordingAlarm, channel: AudioChannel | null, atMs: number): void {
    this.#noticed.set(nameOf(alarm, channel), { alarm, channel, atMs });
    this.#tell(contactId, alarm, channel, true);
  }

  #lookAt(contactId: string, track: Track, atMs: number, tracks: readonly Track[]): void {
    const { channel, wantedFromMs, heardAtMs } = track;
    const since = wantedFromMs === undefined ? undefined : Math.max(wantedFromMs, heardAtMs ?? 0);
    const isSilent = since !== undefined && atMs - since > nothingForMs && !track.isSilentAt(atMs);
    const everCame = heardAtMs !== undefined;
    const otherSpeaks = tracks.some(
      (other) => other !== track && other.heardAtMs !== undefined && atMs - other.heardAtMs < nothingForMs,
    );
    this.#tell(contactId, 'nothing-came', channel, isSilent && !everCame && !otherSpeaks);
    this.#tell(contactId, 'silent-party', channel, isSilent && !everCame && otherSpeaks);
    this.#tell(contactId, 'stopped-coming', channel, isSilent && everCame);
    this.#lookAtLosses(contactId, track, atMs);
  }

  #lookAtLosses(contactId: string, track: Track, atMs: number): void {
    const { channel, lostMs } = track;
    const last = this.#losses.get(track) ?? { beforeMs: 0, lostMs: 0, grewAtMs: atMs };
    const grewAtMs = lostMs > last.lostMs ? atMs : last.grewAtMs;
    const isOver = atMs - grewAtMs >= overAfterMs;
    this.#losses.set(track, { beforeMs: isOver ? lostMs : last.beforeMs, lostMs, grewAtMs });
    this.#tell(contactId, 'audio-lost', channel, !isOver && lostMs - last.beforeMs > lostQuietlyMs);
  }

  #tell(contact: string, alarm: RecordingAlarm, channel: AudioChannel | null, holds: boolean): void {
    const name = nameOf(alarm, channel);
    if (holds === this.#raised.has(name)) return;
    const state = holds ? 'raised' : 'cleared';
    if (holds) this.#raised.add(name);
    else this.#raised.delete(name);
    this.log.write({ kind: 'alarm', id: newId(), alarm, channel, at: this.wallMs(), state });
    diagnostics.record(alarmRaised, { contact, alarm, channel: channel ?? undefined, state });
  }
}

const nameOf = (alarm: RecordingAlarm, channel: AudioChannel | null): string => `${alarm} ${channel ?? ''}`;
