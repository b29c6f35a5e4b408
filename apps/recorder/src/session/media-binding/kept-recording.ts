import { isVoxkeepError, type GapReason, type WithdrawalRule } from '@voxkeep/contracts';
import type { ConsentGrant } from '@voxkeep/consent';
import { diagnostics, isVaultFailure, newId } from '@voxkeep/platform';
import type { SegmentWriter } from '../../media/segment-writer.js';
import { beside } from '../beside.js';
import type { CallLog } from '../books/call-log.js';
import type { SessionContact } from '../contact/open-contact.js';
import { audioLost, recordingBegun, stepFailed, vaultFailed } from '../events.js';
import type { SessionRoom } from '../session-room.js';
import { givenAt, type Given } from './first-packets.js';
import type { Loss } from './losses.js';
import { Rests, whole } from './rests.js';
import { Segments } from './segments.js';
import { endAmong, type StretchEnd } from './stretch-end.js';
import type { Track } from './track.js';

/** A yes: when it was given, and the stream whose key said it. What still lies in the others may be from before. */
export interface Yes {
  readonly given: Given;
  readonly track?: Track;
}

/** The time of the call in milliseconds from its start: at a moment of the receiver's clock or now, and by when everything that had come was read. */
export interface CallTime {
  elapsedMs(moment?: number): number;
  readMs(): number;
}

/**
 * Stretches that a call may have: 500 holds of two streams. A call that is held and resumed more often is a storm; what comes after
 * them is not kept and counts as missing, to its end, whether it was held or not.
 */
const mostStretches = 1000;
const everyChannel = 'every channel';
/** Pauses before the vault is tried again, the last one again and again; the next start of the recorder does what this one cannot. */
const vaultRestsMs = [1000, 3000, 6000, 15_000, 30_000, 60_000] as const;

/**
 * What is kept of one call. What the media meet happens at once and in memory, and is told as facts in the same turn; disks follow in
 * their own time, rows in theirs.
 */
export class KeptRecording {
  readonly #segments: Segments;
  readonly #rests: Rests;
  #grant: ConsentGrant | undefined;
  #granted: Promise<unknown> = Promise.resolve();
  #isDurable = true;
  #destroying: Promise<void> | undefined;
  /** What the vault cut off is being completed while the call goes on. */
  #mending: Promise<void> | undefined;
  #mends = 0;
  #mendAt = 0;
  #vaultFailed = false;
  #endedMs = 0;
  /** Nothing that is kept from here on may be given to one person as theirs alone. */
  #isInseparable = false;
  #stretches = 0;
  /** Streams of which audio is wanted and nothing has been told to be due. */
  readonly #wanted = new Set<number>();

  constructor(
    private readonly room: SessionRoom,
    private readonly contact: SessionContact,
    private readonly log: CallLog,
    private readonly time: CallTime,
  ) {
    this.#segments = new Segments(room, contact, log);
    this.#rests = new Rests((fact) => {
      log.write(fact);
    });
  }

  get keptOctets(): number {
    return this.#segments.keptOctets;
  }

  /** The vault fails under this call, or failed and not everything could be completed. */
  get vaultFailed(): boolean {
    return this.#vaultFailed || this.#segments.vaultFails;
  }

  /** The vault refused what is left to do here, such as the removal of what was taken back; it is tried again until it is done. */
  get waitsForVault(): boolean {
    return this.#vaultFailed;
  }

  /** Whether a grant is in force and octets are taken. */
  get isActive(): boolean {
    return this.#grant !== undefined;
  }

  get #isStorm(): boolean {
    return this.#stretches > mostStretches;
  }

  /** Octets of these tracks are wanted from this turn on; nothing of them reaches a disk before the grant itself has. */
  start(grant: ConsentGrant, tracks: readonly Track[], inseparable: boolean, yes?: Yes): void {
    const [first] = tracks;
    if (this.#destroying || first === undefined) return;
    const fromMs = Math.max(this.#endedMs, this.time.elapsedMs(yes?.given.at()));
    this.#rests.end(everyChannel, fromMs);
    this.#grant = grant;
    this.#isInseparable ||= inseparable;
    this.#tellGrant(grant, fromMs, first);
    for (const track of tracks) {
      this.#tellWanted(track, fromMs);
      track.want(false, fromMs, yes?.track === track ? undefined : yes?.given);
    }
  }

  /** The segment for a track's first octets. `undefined`: the grant ended, or is not durable while what waited for it was given up. */
  open(track: Track, startMs: number): SegmentWriter | undefined {
    const grant = this.#grant;
    if (!grant || this.#isStorm || (!this.#isDurable && this.room.stores.journal.trouble !== undefined)) return undefined;
    try {
      const granted = this.#isDurable ? undefined : this.#granted;
      return this.#segments.begin(track, startMs, { grant, granted, isInseparable: this.#isInseparable });
    } catch (refusal) {
      if (isVoxkeepError(refusal, 'consent.not-live')) return undefined;
      throw refusal;
    }
  }

  /** Audio of a track is due from this moment on, or until this moment. */
  due({ channel, terms: { index: stream } }: Track, kind: 'due' | 'not-due', atMs: number): void {
    this.#wanted.delete(stream);
    this.log.write({ kind, atMs, channel, stream });
  }

  /** What waited for its grant to be durable cannot wait any longer. */
  full(writer: SegmentWriter): void {
    this.#segments.discard(writer);
  }

  /** Granted audio that is not there. */
  lost(track: Track, { fromMs, toMs, cause, inventedMs }: Loss): void {
    const stretch = { fromMs: whole(fromMs), toMs: whole(toMs), inventedMs };
    this.log.write({ kind: 'gap', id: newId(), channel: track.channel, ...stretch, reason: 'lost', cause });
    diagnostics.record(audioLost, { contact: this.contact.id, channel: track.channel, cause, lostMs: toMs - fromMs });
  }

  /** Nothing of these tracks is kept from here on; their segments end here. `among`: all tracks of the session. */
  pause(tracks: readonly Track[], reason: GapReason, among: readonly Track[]): void {
    if (!this.#grant) return;
    const end = this.#endAmong(among);
    for (const track of this.#isStorm && reason === 'hold' ? tracks.filter(({ isKept }) => isKept) : tracks) {
      this.#unwant(track, end);
      this.#rests.begin(placeOf(track), track.channel, reason, end.atMs);
    }
  }

  /**
   * Others are heard in these tracks from here on: their segments end here, and they are kept again when they are resumed. A client tells it
   * behind its media, so a word of theirs may lie with the other's: what is kept is nobody's alone.
   */
  part(tracks: readonly Track[], among: readonly Track[]): void {
    if (!this.#grant) return;
    this.#isInseparable = true;
    const end = this.#endAmong(among);
    for (const track of this.#isStorm ? tracks.filter(({ isKept }) => isKept) : tracks) this.#unwant(track, end);
    tellLosses(tracks);
  }

  /** The track is kept again, in a new segment; `isNew`: nothing was heard of it, so nothing of before can come behind this. */
  resume(track: Track, isNew: boolean): void {
    if (!this.#grant) return;
    this.#stretches += 1;
    this.#rests.end(placeOf(track), this.time.elapsedMs());
    this.#tellWanted(track, this.time.elapsedMs());
    track.want(true, this.time.elapsedMs(), isNew ? undefined : givenAt(this.room.clock.now()));
  }

  /** Tells that the whole recording rests, or goes on. */
  announce(state: 'pause' | 'resume', reason: GapReason): void {
    if (!this.#grant) return;
    const at = this.room.wallMs();
    this.log.write(state === 'resume' ? { kind: 'resumed', at } : { kind: 'paused', at, reason });
  }

  /** Looked at once a second: what the vault failed under is completed, and goes on in new segments, as soon as it takes files again. */
  look(): void {
    if (this.#mending || !this.#segments.vaultFails || this.room.clock.now() < this.#mendAt) return;
    this.#mending = beside(this.contact.id, 'mend', this.#mend()).finally(() => {
      this.#mending = undefined;
    });
  }

  /** The grant has ended: nothing is taken from this turn on. What was kept stays, or goes, as the policy says; that is told at once. */
  stop(tracks: readonly Track[], reason: 'consent-withdrawn' | 'pause', rule: WithdrawalRule): void {
    this.#endGrant(tracks);
    if (rule === 'destroy') tellLosses(tracks);
    this.#rests.endAll(this.time.elapsedMs());
    this.#rests.begin(everyChannel, null, reason, this.time.elapsedMs());
    if (rule === 'destroy') this.takeBack();
    else this.log.write({ kind: 'paused', at: this.room.wallMs(), reason });
  }

  /** What was kept goes. */
  takeBack(): void {
    if (this.#destroying) return;
    this.#destroying = this.#destroy();
    // Who ends the call meets the failure, and tells no end then: files may be left.
    void beside(this.contact.id, 'destroy', this.#destroying);
  }

  /** The contact was erased: nothing is kept from now on, whatever is granted, and what was kept goes. */
  forget(tracks: readonly Track[], wasGranted: boolean): void {
    if (this.isActive) this.stop(tracks, 'consent-withdrawn', 'destroy');
    else if (wasGranted) this.takeBack();
    else this.#destroying = Promise.resolve();
  }

  /** The call is over, as was `heard`: everything is completed and told. To be called after the streams have told their last. */
  async finish(tracks: readonly Track[], heard: Omit<StretchEnd, 'lastMs'>): Promise<void> {
    if (this.#grant) this.#endGrant(tracks, heard);
    tellLosses(tracks);
    this.#rests.endAll(heard.atMs);
    await this.#segments.settled();
    await this.#destroying;
    await this.#mending;
    await this.#untilDone(() => this.#segments.recoverCutOff());
    await this.#destroying;
  }

  /** A vault that comes and goes makes no more segments than there are rests. */
  async #mend(): Promise<void> {
    if (!(await this.room.stores.completion.isPossible())) return;
    this.#mendAt = this.room.clock.now() + restAfter(this.#mends);
    this.#mends += 1;
    await this.#isDone(async () => {
      if (this.#isDurable) this.#follow();
      await this.#segments.settled();
      await this.#segments.recoverCutOff();
    });
  }

  #follow(): void {
    try {
      if (this.#grant) this.#segments.follow(this.#grant);
    } catch (refusal) {
      if (!isVoxkeepError(refusal, 'consent.not-live')) throw refusal;
    }
  }

  async #untilDone(work: () => Promise<void>): Promise<void> {
    for (let attempt = 0; !(await this.#isDone(work)); attempt += 1) {
      await new Promise((resolve) => setTimeout(resolve, restAfter(attempt)).unref());
    }
  }

  /** `true` also once the journal is closed: then the recorder stops. */
  async #isDone(work: () => Promise<void>): Promise<boolean> {
    if (this.room.stores.journal.isClosed) return true;
    try {
      await work();
      this.#vaultFailed = false;
      return true;
    } catch (error) {
      this.#vaultFailed = isVaultFailure(error);
      const contact = this.contact.id;
      if (this.#vaultFailed) diagnostics.record(vaultFailed, { contact, error });
      else diagnostics.record(stepFailed, { contact, step: 'keep', attempt: 1, error });
      return false;
    }
  }

  #tellGrant(grant: ConsentGrant, fromMs: number, first: Track): void {
    const { grantId, purpose, channels, policyMode, evidence } = grant;
    const since = this.room.clock.now();
    this.log.write({
      ...{ kind: 'grant', at: this.room.wallMs(), atMs: fromMs },
      grant: { grantId, purpose, channels, policyMode, evidence },
      codec: first.terms.codec,
      inseparable: this.#isInseparable,
    });
    this.#isDurable = false;
    this.#granted = this.log.durable().then(() => {
      this.#isDurable = true;
      const afterMs = this.room.clock.now() - since;
      diagnostics.record(recordingBegun, { contact: this.contact.id, recording: this.log.recordingId, afterMs });
    });
  }

  #endGrant(tracks: readonly Track[], heard?: Omit<StretchEnd, 'lastMs'>): void {
    const end = this.#endAmong(tracks, heard);
    for (const track of tracks) this.#unwant(track, end);
    this.#grant = undefined;
    this.#endedMs = end.atMs;
    this.log.write({ kind: 'grant-ended', atMs: end.atMs });
  }

  #endAmong(tracks: readonly Track[], heard = { atMs: this.time.elapsedMs(), readMs: this.time.readMs() }): StretchEnd {
    return endAmong(tracks, heard);
  }

  #tellWanted({ channel, terms: { index: stream }, wantedFromMs }: Track, atMs: number): void {
    if (wantedFromMs !== undefined) return;
    this.#wanted.add(stream);
    this.log.write({ kind: 'wanted', atMs, channel, stream });
  }

  #unwant(track: Track, end: StretchEnd): void {
    const writer = track.drop(end);
    if (this.#wanted.has(track.terms.index)) this.due(track, 'not-due', end.atMs);
    if (writer) this.#segments.close(writer);
  }

  /** The fact is told first, and no end before every file is gone: should the recorder die between, the next one removes them. */
  async #destroy(): Promise<void> {
    this.log.write({ kind: 'dropped', at: this.room.wallMs() });
    await this.log.durable();
    await this.#segments.settled();
    await this.#untilDone(() => this.#segments.destroy());
  }
}

const restAfter = (attempt: number): number => vaultRestsMs[Math.min(attempt, vaultRestsMs.length - 1)] ?? 0;

const placeOf = (track: Track): string => `track ${track.terms.index}`;

/** Nobody can ask any more whose they are, or it does not matter. */
function tellLosses(tracks: readonly Track[]): void {
  for (const track of tracks) track.tellLosses(false);
}
