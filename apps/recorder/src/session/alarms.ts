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
  /** Those of which packets should come though nobody said yes yet, and nothing came of the whole call for so long that its client is asked. */
  readonly overdue: readonly Track[];
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

/** What a track has lost as a channel: when its last alarm was over, so far, and when that grew. Milliseconds of the call. */
interface Loss {
  readonly channel: AudioChannel;
  readonly beforeMs: number;
  readonly lostMs: number;
  readonly grewAtMs: number;
}

/** What a stream can be wrong with, and a channel with its streams. */
const streamAlarms = ['nothing-came', 'silent-party', 'stopped-coming', 'audio-lost'] as const;

/** What is told of a call while it runs and somebody can do something about it. Raised once, cleared when it is over. */
export class Alarms {
  readonly #raised = new Set<string>();
  /** As each channel that it was lately, the one that it is now last. */
  readonly #losses = new Map<Track, readonly Loss[]>();
  /** Every channel that a stream of the call was ever kept as: what is wrong with one ends also when its streams are gone. */
  readonly #channels = new Set<AudioChannel>();
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
  look({ contactId, atMs, tracks, overdue, vaultFails, journalFails }: Watched): void {
    this.#lookAtChannels({ contactId, atMs, tracks, overdue });
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

  /** An alarm is of a channel: it holds as long as it does for any of the channel's streams. */
  #lookAtChannels({ contactId, atMs, tracks, overdue }: Omit<Watched, 'vaultFails' | 'journalFails'>): void {
    const wrong = new Set(
      tracks.flatMap((track) => [
        ...this.#lossesOf(track, atMs).map(({ channel }) => nameOf('audio-lost', channel)),
        ...silencesOf(track, { atMs, tracks, overdue }).map((alarm) => nameOf(alarm, track.channel)),
      ]),
    );
    for (const { channel } of tracks) this.#channels.add(channel);
    for (const channel of this.#channels)
      for (const alarm of streamAlarms) this.#tell(contactId, alarm, channel, wrong.has(nameOf(alarm, channel)));
  }

  /** What a stream lost stays the loss of the channel that it was then, until that is over; what grew since the last look was lost before a change. */
  #lossesOf(track: Track, atMs: number): readonly Loss[] {
    const { channel, lostMs } = track;
    const known = this.#losses.get(track) ?? [{ channel, beforeMs: 0, lostMs: 0, grewAtMs: atMs }];
    const all = known.map((loss, at) => goneOn(loss, at === known.length - 1 ? lostMs : loss.lostMs, atMs));
    const lossy = all.filter(isLossy);
    const last = all.at(-1);
    const isSame = last?.channel === channel;
    const now = isSame ? last : { channel, beforeMs: lostMs, lostMs, grewAtMs: atMs };
    this.#losses.set(track, [...lossy.filter((loss) => loss !== now), now]);
    return lossy;
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

/** A loss that has not grown for a while is over. */
function goneOn({ channel, beforeMs, lostMs: lostBefore, grewAtMs }: Loss, lostMs: number, atMs: number): Loss {
  const since = lostMs > lostBefore ? atMs : grewAtMs;
  return { channel, beforeMs: atMs - since >= overAfterMs ? lostMs : beforeMs, lostMs, grewAtMs: since };
}

const isLossy = ({ beforeMs, lostMs }: Loss): boolean => lostMs - beforeMs > lostQuietlyMs;

const nameOf = (alarm: RecordingAlarm, channel: AudioChannel | null): string => `${alarm} ${channel ?? ''}`;

/** Whether audio of a stream ever came: a key that was pressed is none. */
const hasCome = ({ heardAtMs, heard }: Track): boolean => heardAtMs !== undefined && heard !== 0;

/** What of silence is wrong with a stream now. */
function silencesOf(
  track: Track,
  { atMs, tracks, overdue }: Pick<Watched, 'atMs' | 'tracks' | 'overdue'>,
): readonly RecordingAlarm[] {
  const isOverdue = track.wantedFromMs === undefined && overdue.includes(track);
  const silence = isOverdue ? nothingOf(track) : silenceOf(track, atMs, tracks);
  return silence ? [silence] : [];
}

/** What is wrong where packets of a stream should come and none does. */
const nothingOf = (track: Track) => (hasCome(track) ? 'stopped-coming' : 'nothing-came');

/**
 * When a packet of a stream came last, of whatever payload; undefined: never. What comes in a codec that nobody agreed upon is wrong with
 * the codec alone, which has an alarm of its own.
 */
export function cameAtMs({ heardAtMs, otherCodecAtMs }: Pick<Track, 'heardAtMs' | 'otherCodecAtMs'>): number | undefined {
  return heardAtMs === undefined || otherCodecAtMs === undefined
    ? (heardAtMs ?? otherCodecAtMs)
    : Math.max(heardAtMs, otherCodecAtMs);
}

/** What is wrong when audio of a stream is due and has not come for a while; undefined: nothing. */
function silenceOf(track: Track, atMs: number, tracks: readonly Track[]): RecordingAlarm | undefined {
  const { wantedFromMs } = track;
  if (wantedFromMs === undefined || track.isSilentAt(atMs)) return undefined;
  if (atMs - Math.max(wantedFromMs, cameAtMs(track) ?? 0) <= nothingForMs) return undefined;
  if (hasCome(track)) return 'stopped-coming';
  const speaks = (other: Track): boolean => atMs - (cameAtMs(other) ?? -Infinity) < nothingForMs;
  return tracks.some((other) => other !== track && speaks(other)) ? 'silent-party' : 'nothing-came';
}
