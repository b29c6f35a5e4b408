import type { ConsentGrant } from '@voxkeep/consent';
import type { GapReason, WithdrawalRule } from '@voxkeep/contracts';
import { diagnostics, newId } from '@voxkeep/platform';
import type { SegmentWriter } from '../../media/segment-writer.js';
import type { SessionContact } from '../contact/open-contact.js';
import { audioLost, recordingBegun, vaultFailed } from '../events.js';
import type { Lane } from '../lane.js';
import { recorderActor, type SessionRoom } from '../session-room.js';
import { GapBook } from './gap-book.js';
import { Segments } from './segments.js';
import type { Track } from './track.js';

/** A recording that was committed under a grant that may still live. */
interface Begun {
  readonly id: string;
  readonly grant: ConsentGrant;
}

const vaultRestMs = 1000;
const everyChannel = 'every channel';

/**
 * What is kept of one call. What the media meet happens at once and in memory; what the books and disks need goes through the lane
 * in the same order. A segment is opened only under a recording whose beginning is committed.
 */
export class KeptRecording {
  readonly #id = newId();
  readonly #segments: Segments;
  readonly #gaps: GapBook;
  readonly #opening = new Set<Track>();
  #active = false;
  #begun: Begun | undefined;
  #recordingId: string | undefined;
  #destroyed = false;
  #vaultRestsUntil = 0;
  #vaultFailed = false;

  constructor(
    private readonly room: SessionRoom,
    private readonly contact: SessionContact,
    private readonly lane: Lane,
    private readonly elapsedMs: () => number,
  ) {
    this.#segments = new Segments(room, contact);
    this.#gaps = new GapBook(room, contact.id);
  }

  get keptOctets(): number {
    return this.#segments.keptOctets;
  }

  /** The vault failed under this call and not everything could be completed. */
  get vaultFailed(): boolean {
    return this.#vaultFailed;
  }

  /** Whether a grant is in force and octets are taken. */
  get isActive(): boolean {
    return this.#active;
  }

  /** Whether anything could be kept at all: the keys of both owners are there. */
  get hasKeys(): boolean {
    return this.contact.keys.size > 0;
  }

  /** Octets of these tracks are wanted from this turn on; the recording is committed, then their segments are opened. */
  start(grant: ConsentGrant, tracks: readonly Track[], inseparable: boolean): void {
    const [first] = tracks;
    if (this.#destroyed || !this.hasKeys || first === undefined) return;
    this.#active = true;
    this.#gaps.end(everyChannel, this.elapsedMs());
    for (const track of tracks) track.want();
    const grantedAt = this.room.clock.now();
    const media = {
      id: this.#id,
      part: 'agent',
      codec: first.terms.codec,
      inseparable,
      startedAt: new Date(this.room.wallMs()),
    } as const;
    this.lane.add('begin', async () => {
      const begun = await this.room.operative.recordings.begin(grant, media, recorderActor);
      if (!begun.begun) return;
      if (!begun.created && this.#recordingId === undefined) await this.#segments.learnNumbers();
      this.#recordingId = begun.recordingId;
      if (grant.isLive()) this.#begun = { id: begun.recordingId, grant };
      diagnostics.record(recordingBegun, {
        contact: this.contact.id,
        recording: begun.recordingId,
        afterMs: this.room.clock.now() - grantedAt,
      });
      for (const track of tracks) await this.#open(track);
    });
  }

  /** Opens a segment for what waits in a track, unless one is being opened or the vault is given a rest. */
  openFor(track: Track): void {
    const busy = this.#opening.has(track) || this.room.clock.now() < this.#vaultRestsUntil;
    if (this.#begun === undefined || busy || !track.hasWaiting) return;
    this.#opening.add(track);
    this.lane.add('segment', () =>
      this.#open(track).finally(() => {
        this.#opening.delete(track);
      }),
    );
  }

  /** The vault failed under a segment; the track waits for another one. */
  broken(writer: SegmentWriter): void {
    this.#noteVaultFailure(undefined);
    this.lane.add('segment-close', () => this.#segments.close(writer));
  }

  /** Nothing of this track is kept from here on; the segment ends here. */
  pause(track: Track, reason: GapReason): void {
    if (!this.#active) return;
    this.#release(track);
    this.#gaps.begin(placeOf(track), track.channel, reason, this.elapsedMs());
  }

  /** The track is kept again, in a new segment. */
  resume(track: Track): void {
    if (!this.#active) return;
    this.#gaps.end(placeOf(track), this.elapsedMs());
    track.want();
    this.#writeGaps();
  }

  /** Tells the other databases that the whole recording rests, or goes on. */
  announce(state: 'pause' | 'resume', reason: GapReason): void {
    const { id: contactId } = this.contact;
    const at = new Date(this.room.wallMs());
    this.lane.add(state, async () => {
      const { recordings } = this.room.operative;
      if (this.#recordingId === undefined) return;
      if (state === 'resume') await recordings.resume(contactId, this.#recordingId, at, recorderActor);
      else await recordings.pause(contactId, this.#recordingId, at, reason, recorderActor);
    });
  }

  /** The grant has ended: nothing is taken from this turn on. What was kept stays, or goes, as the policy says. */
  stop(tracks: readonly Track[], reason: 'consent-withdrawn' | 'pause', rule: WithdrawalRule): void {
    this.#active = false;
    this.#begun = undefined;
    for (const track of tracks) this.#release(track);
    this.#gaps.endAll(this.elapsedMs());
    this.#gaps.begin(everyChannel, null, reason, this.elapsedMs());
    if (rule === 'keep') return;
    this.#destroyed = true;
    this.lane.add('destroy', async () => {
      await this.#segments.closeAll();
      if (this.#recordingId === undefined) return;
      const left = await this.#segments.destroy(this.#recordingId);
      if (left > 0) this.#noteVaultFailure(undefined);
    });
  }

  /** The call is over: everything is completed and written. To be called after the streams have told their last. */
  finish(tracks: readonly Track[], at: Date): void {
    const endMs = this.elapsedMs();
    this.lane.add('segments-close', async () => {
      for (const track of tracks) await this.#open(track);
      for (const track of tracks) this.#releaseLast(track, endMs);
      this.#begun = undefined;
      await this.#segments.closeAll();
    });
    this.lane.add('segments-recover', async () => {
      const recovered = await this.#segments.recoverCutOff();
      if (recovered !== 'done') this.#noteVaultFailure(recovered.vaultFailure);
    });
    this.lane.add('recording-finish', async () => {
      this.#gaps.endAll(endMs);
      if (this.#recordingId === undefined) return;
      await this.#gaps.write(this.#recordingId);
      await this.room.operative.recordings.finish(this.contact.id, this.#recordingId, at, false, recorderActor);
    });
  }

  async #open(track: Track): Promise<void> {
    if (this.#begun === undefined || !track.hasWaiting) return;
    const { id, grant } = this.#begun;
    const opened = await this.#segments.open(this.#segments.plan(track, id), grant);
    if (opened === 'no-key' || opened === 'consent-ended') return;
    if ('vaultFailure' in opened) {
      this.#noteVaultFailure(opened.vaultFailure);
      return;
    }
    const taken = track.attach(opened);
    if (taken === 'attached') return;
    if (taken !== 'unwanted') this.#noteLost(track, taken);
    this.lane.add('segment-close', () => this.#segments.close(opened));
  }

  /** What still waited for its segment cannot be kept any more, and is said to be lost. */
  #release(track: Track): void {
    if (track.hasWaiting) this.#noteLost(track, { fromMs: track.waitingFromMs, toMs: this.elapsedMs() });
    const writer = track.drop();
    if (writer) this.lane.add('segment-close', () => this.#segments.close(writer));
  }

  /** At the end a segment may never have been opened for what waits: that is lost, and said. */
  #releaseLast(track: Track, endMs: number): void {
    if (track.hasWaiting && this.#begun !== undefined) this.#noteLost(track, { fromMs: track.waitingFromMs, toMs: endMs });
    track.drop();
  }

  #noteLost(track: Track, stretch: { readonly fromMs: number; readonly toMs: number }): void {
    this.#gaps.note(track.channel, 'lost', stretch);
    diagnostics.record(audioLost, { contact: this.contact.id, channel: track.channel, lostMs: stretch.toMs - stretch.fromMs });
  }

  #noteVaultFailure(error: unknown): void {
    this.#vaultFailed = true;
    this.#vaultRestsUntil = this.room.clock.now() + vaultRestMs;
    diagnostics.record(vaultFailed, { contact: this.contact.id, error });
  }

  #writeGaps(): void {
    this.lane.add('gap', async () => {
      if (this.#recordingId !== undefined) await this.#gaps.write(this.#recordingId);
    });
  }
}

const placeOf = (track: Track): string => `track ${track.terms.index}`;
