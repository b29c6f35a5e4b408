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

/** Audio that is due and does not come for so long is an alarm: the page shows it within ten seconds of the last packet. */
const nothingForMs = 6000;
/** Audio that may be lost without anybody being told while the call runs. */
const lostQuietlyMs = 1000;

/** What is told of a call while it runs and somebody can do something about it. Raised once, cleared when it is over. */
export class Alarms {
  readonly #raised = new Set<string>();

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
    this.#tell(contactId, 'vault-failing', null, vaultFails);
    this.#tell(contactId, 'journal-failing', null, journalFails);
  }

  /** Something was met that lasts for the call, such as a codec that was not agreed upon. */
  raise(contactId: string, alarm: RecordingAlarm, channel: AudioChannel | null): void {
    this.#tell(contactId, alarm, channel, true);
  }

  #lookAt(contactId: string, track: Track, atMs: number, tracks: readonly Track[]): void {
    const { channel, wantedFromMs, heardAtMs } = track;
    const since = wantedFromMs === undefined ? undefined : Math.max(wantedFromMs, heardAtMs ?? 0);
    const isSilent = since !== undefined && atMs - since > nothingForMs;
    const everCame = heardAtMs !== undefined;
    const otherSpeaks = tracks.some(
      (other) => other !== track && other.heardAtMs !== undefined && atMs - other.heardAtMs < nothingForMs,
    );
    this.#tell(contactId, 'nothing-came', channel, isSilent && !everCame && !otherSpeaks);
    this.#tell(contactId, 'silent-party', channel, isSilent && !everCame && otherSpeaks);
    this.#tell(contactId, 'stopped-coming', channel, isSilent && everCame);
    if (track.lostMs > lostQuietlyMs) this.#tell(contactId, 'audio-lost', channel, true);
  }

  #tell(contact: string, alarm: RecordingAlarm, channel: AudioChannel | null, holds: boolean): void {
    const name = `${alarm} ${channel ?? ''}`;
    if (holds === this.#raised.has(name)) return;
    const state = holds ? 'raised' : 'cleared';
    if (holds) this.#raised.add(name);
    else this.#raised.delete(name);
    this.log.write({ kind: 'alarm', id: newId(), alarm, channel, at: this.wallMs(), state });
    diagnostics.record(alarmRaised, { contact, alarm, channel: channel ?? undefined, state });
  }
}
