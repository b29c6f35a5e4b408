import type { ConsentGrant } from '@voxkeep/consent';
import type { AudioChannel } from '@voxkeep/contracts';
import type { OwnerClass } from '@voxkeep/personal-data';
import { idOfFact, newId } from '@voxkeep/platform';
import { g711Rate, msOfOctets, type OctetSpan, type SegmentCodec, type SegmentHeader } from '@voxkeep/recording';
import type { RecoveredSegment } from '../../media/recovery.js';
import { SegmentWriter, type ClosedSegment } from '../../media/segment-writer.js';
import { beside } from '../beside.js';
import type { CallLog } from '../books/call-log.js';
import type { SessionContact } from '../contact/open-contact.js';
import type { SessionRoom } from '../session-room.js';
import type { Track } from './track.js';
import { whole } from './rests.js';

/** Where a segment began. */
interface Place {
  readonly segmentId: string;
  readonly channel: AudioChannel;
  readonly codec: SegmentCodec;
  readonly startMs: number;
}

/** Under which grant a segment is kept, and when that is durable; `undefined`: it is. `isInseparable`: nothing of it is one person's alone. */
interface KeptUnder {
  readonly grant: ConsentGrant;
  readonly granted?: Promise<unknown> | undefined;
  readonly isInseparable?: boolean;
}

/** A segment that the vault cut off, for the gaps that its completion may find. */
interface CutOff extends Place {
  readonly octets: number;
  readonly refused: readonly OctetSpan[];
}

/** The segments of one call: begun in the turn of a packet, told as facts, completed in their own time. */
export class Segments {
  readonly #open = new Map<SegmentWriter, Place>();
  /** Of each stretch of a track, by the segment that it began with: the segment that takes what comes now. */
  readonly #current = new Map<SegmentWriter, SegmentWriter>();
  readonly #closing = new Set<Promise<void>>();
  readonly #cutOff: CutOff[] = [];
  readonly #files = new Map<string, string>();
  /** Files that are to go, since others replace them or what was kept was taken back, and that are still there. */
  readonly #discarded = new Set<string>();
  readonly #numbers = new Map<AudioChannel, number>();
  #keptOctets = 0;

  constructor(
    private readonly room: SessionRoom,
    private readonly contact: SessionContact,
    private readonly log: CallLog,
  ) {}

  /** Octets in complete files. */
  get keptOctets(): number {
    return this.#keptOctets;
  }

  /** Whether the vault fails under a segment that is under way or was not completed. */
  get vaultFails(): boolean {
    return this.#cutOff.length > 0 || [...this.#open.keys()].some(({ vaultFailed }) => vaultFailed);
  }

  /** Begins a segment of a track. Throws `consent.not-live` when the grant has ended. */
  begin({ channel, terms }: Track, startMs: number, under: KeptUnder): SegmentWriter {
    const writer = this.#begin({ channel, codec: terms.codec, startMs }, under);
    this.#current.set(writer, writer);
    return writer;
  }

  /**
   * Ends the segments under which the vault has failed and lets others follow them, without an octet between them; to be called when the
   * vault takes files again. Throws `consent.not-live` when the grant has ended.
   */
  follow(grant: ConsentGrant): void {
    for (const [first, current] of this.#current) {
      const place = current.vaultFailed ? this.#open.get(current) : undefined;
      if (!place) continue;
      const startMs = whole(place.startMs + msOfOctets(current.octets));
      const next = this.#begin({ ...place, startMs }, { grant });
      first.followedBy(next);
      this.#current.set(first, next);
      this.#close(current);
    }
  }

  #begin(
    { channel, codec, startMs }: Omit<Place, 'segmentId'>,
    { grant, granted, isInseparable = false }: KeptUnder,
  ): SegmentWriter {
    const owner = this.#ownerOf(channel);
    const number = (this.#numbers.get(channel) ?? 0) + 1;
    const segmentId = newId();
    const known = { recordingId: this.log.recordingId, segmentId, ownerId: owner, channel, segmentNumber: number };
    const header: SegmentHeader = { ...known, codec, sampleRate: g711Rate, startMs };
    const writer = SegmentWriter.begin(this.room.stores, { grant, ownerKey: this.#keyOf(channel, owner), header, granted });
    this.#numbers.set(channel, number);
    this.#open.set(writer, { segmentId, channel, codec, startMs });
    this.#files.set(segmentId, writer.fileId);
    const { fileId } = writer;
    const shared = isInseparable ? { inseparable: true as const } : {};
    this.log.write({ kind: 'segment', segmentId, channel, number, fileId, codec, startMs, owner, ...shared });
    return writer;
  }

  /** Gives a segment up whose grant never became durable. */
  discard(writer: SegmentWriter): void {
    this.#current.delete(writer);
    writer.discard();
    this.#forget(writer);
  }

  /** Completes what a stretch of a track began with, or what followed it, in its own time; {@link settled} waits for all. */
  close(first: SegmentWriter): void {
    const current = this.#current.get(first) ?? first;
    this.#current.delete(first);
    this.#close(current);
  }

  #close(writer: SegmentWriter): void {
    const closing: Promise<void> = beside(this.contact.id, 'close-segment', this.#completed(writer)).finally(() =>
      this.#closing.delete(closing),
    );
    this.#closing.add(closing);
  }

  /** One that breaks as it is closed is cut off, whatever broke: the journal has all of it. */
  async #completed(writer: SegmentWriter): Promise<void> {
    const { segmentId, fileId, octets } = writer;
    try {
      this.#tell(writer, await writer.close());
    } catch (failure) {
      this.room.stores.journal.detach(segmentId);
      this.#tell(writer, { kind: 'cut-off', segmentId, fileId, octets, refused: [] });
      throw failure;
    }
  }

  /** Resolves when every segment that was closed is complete, or known to be cut off. */
  async settled(): Promise<void> {
    while (this.#closing.size > 0) await Promise.all(this.#closing);
  }

  /**
   * Makes complete files of what the vault cut off, from the journal. Each is told once and durably, and only then what it replaces goes;
   * so it can be run again after any failure. Throws when vault or journal fail again.
   */
  async recoverCutOff(): Promise<void> {
    const completed = await Promise.allSettled(this.#cutOff.map((place) => this.#complete(place)));
    await this.#removeDiscarded();
    throwFirst(completed);
  }

  /**
   * Takes everything that was kept off the disk: files now, journal within its next turn. Throws when a file would not go; it is known
   * still, and this can be run again.
   */
  async destroy(): Promise<void> {
    const files = [...this.#files];
    for (const [, fileId] of files) this.#discarded.add(fileId);
    this.#files.clear();
    this.#cutOff.length = 0;
    this.#keptOctets = 0;
    this.room.stores.journal.forget(files.map(([segmentId]) => segmentId));
    await this.#removeDiscarded();
    this.room.stores.journal.takeBack(this.log.recordingId, 'done');
  }

  async #removeDiscarded(): Promise<void> {
    const removals = [...this.#discarded].map(async (fileId) => {
      await this.room.stores.vault.remove(fileId);
      this.#discarded.delete(fileId);
    });
    throwFirst(await Promise.allSettled(removals));
  }

  #tell(writer: SegmentWriter, closed: ClosedSegment): void {
    const place = this.#open.get(writer);
    if (closed.kind === 'empty' || closed.kind === 'given-up') {
      if (place && closed.kind === 'given-up') this.#tellGivenUp(place, msOfOctets(closed.octets));
      this.#forget(writer);
      return;
    }
    this.#open.delete(writer);
    if (closed.kind === 'cut-off') {
      if (place) this.#cutOff.push({ ...place, octets: closed.octets, refused: closed.refused });
      return;
    }
    const { segmentId, octets, sha512 } = closed;
    this.#keptOctets += octets;
    this.log.write({ kind: 'segment-closed', segmentId, octets, sha512, state: 'closed', fileId: null });
  }

  async #complete(place: CutOff): Promise<void> {
    const { completion, journal } = this.room.stores;
    const owner = this.#ownerOf(place.channel);
    const completed = await completion.complete(place.segmentId, () => Buffer.from(this.#keyOf(place.channel, owner)));
    const at = this.#cutOff.indexOf(place);
    if (at < 0) {
      // Taken back meanwhile.
      if (completed?.fileId !== undefined) this.#discarded.add(completed.fileId);
      return;
    }
    this.#cutOff.splice(at, 1);
    this.#tellCompleted(place, completed);
    await this.log.durable();
    if (completed && completed.oldFileId !== completed.fileId) this.#discarded.add(completed.oldFileId);
    journal.end(place.segmentId);
  }

  #tellCompleted(place: CutOff, completed: RecoveredSegment | undefined): void {
    const { segmentId } = place;
    const { fileId, octets = 0, sha512 = '', lost = [] } = completed ?? {};
    if (fileId === undefined) this.log.write({ kind: 'segment-dropped', segmentId });
    else {
      this.#keptOctets += octets;
      this.#files.set(segmentId, fileId);
      this.log.write({ kind: 'segment-closed', segmentId, octets, sha512, state: 'recovered', fileId });
    }
    for (const span of lost) this.#tellLost(place, span, true);
    if (octets < place.octets) this.#tellLost(place, { from: octets, octets: place.octets - octets }, false);
  }

  /** Octets of a segment that are nowhere. `inside`: its file holds silence for them. */
  #tellLost({ segmentId, channel, startMs, refused }: CutOff, span: OctetSpan, inside: boolean): void {
    const [fromMs, ms] = [startMs + msOfOctets(span.from), msOfOctets(span.octets)];
    const stretch = { fromMs: whole(fromMs), toMs: whole(fromMs + ms), inventedMs: inside ? ms : 0 };
    const cause = refused.some((each) => overlap(each, span)) ? 'journal' : 'vault';
    this.log.write({ kind: 'gap', id: idOfFact('lost', segmentId, span.from), channel, ...stretch, reason: 'lost', cause });
  }

  /** Its grant was not durable in time, so nothing of it may be kept. */
  #tellGivenUp({ channel, startMs }: Place, ms: number): void {
    const stretch = { fromMs: startMs, toMs: whole(startMs + ms), inventedMs: 0 };
    this.log.write({ kind: 'gap', id: newId(), channel, ...stretch, reason: 'lost', cause: 'journal' });
  }

  #forget(writer: SegmentWriter): void {
    this.#open.delete(writer);
    this.#files.delete(writer.segmentId);
    this.log.write({ kind: 'segment-dropped', segmentId: writer.segmentId });
  }

  #ownerOf(channel: AudioChannel): string {
    return channel === 'agent' ? this.contact.agentOwner : this.contact.customerOwner;
  }

  #keyOf(channel: AudioChannel, owner: string): Buffer {
    const key = this.contact.keys.key(owner, ownerClassOf(channel), 'media');
    if (!key) throw new Error('session.no-media-key');
    return key;
  }
}

function throwFirst(done: readonly PromiseSettledResult<unknown>[]): void {
  const failed = done.find((each) => each.status === 'rejected');
  if (failed) throw failed.reason;
}

function overlap(one: OctetSpan, other: OctetSpan): boolean {
  return one.from < other.from + other.octets && other.from < one.from + one.octets;
}

/** Whose key a channel is sealed under; one with both voices is the customer's. */
export function ownerClassOf(channel: AudioChannel): OwnerClass {
  return channel === 'agent' ? 'contact-agent' : 'contact-customer';
}
