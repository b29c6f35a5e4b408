import type { ConsentGrant } from '@voxkeep/consent';
import type { AudioChannel } from '@voxkeep/contracts';
import type { OwnerClass } from '@voxkeep/personal-data';
import { newId } from '@voxkeep/platform';
import { g711Rate, msOfOctets, type SegmentHeader } from '@voxkeep/recording';
import { recoverSegments, type RecoveredSegment } from '../../media/recovery.js';
import { SegmentWriter, type ClosedSegment } from '../../media/segment-writer.js';
import type { CallLog } from '../books/call-log.js';
import type { SessionContact } from '../contact/open-contact.js';
import type { SessionRoom } from '../session-room.js';
import type { Track } from './track.js';
import { whole } from './rests.js';

/** A segment that the vault cut off: where it began, for the gaps that its recovery may find. */
interface CutOff {
  readonly segmentId: string;
  readonly channel: AudioChannel;
  readonly startMs: number;
}

/** The segments of one call: begun in the turn of a packet, told as facts, completed in their own time. */
export class Segments {
  readonly #open = new Map<SegmentWriter, CutOff>();
  readonly #closing = new Set<Promise<void>>();
  readonly #cutOff: CutOff[] = [];
  readonly #files = new Map<string, string>();
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
  begin(track: Track, startMs: number, grant: ConsentGrant, granted: Promise<unknown>): SegmentWriter {
    const { channel, terms } = track;
    const owner = channel === 'agent' ? this.contact.agentOwner : this.contact.customerOwner;
    const number = (this.#numbers.get(channel) ?? 0) + 1;
    const segmentId = newId();
    const known = { recordingId: this.log.recordingId, segmentId, ownerId: owner, channel, segmentNumber: number };
    const header: SegmentHeader = { ...known, codec: terms.codec, sampleRate: g711Rate, startMs };
    const writer = SegmentWriter.begin(this.room.stores, { grant, ownerKey: this.#keyOf(channel, owner), header, granted });
    this.#numbers.set(channel, number);
    this.#open.set(writer, { segmentId, channel, startMs });
    this.#files.set(segmentId, writer.fileId);
    this.log.write({ kind: 'segment', segmentId, channel, number, fileId: writer.fileId, codec: terms.codec, startMs, owner });
    return writer;
  }

  /** Gives a segment up whose grant never became durable. */
  discard(writer: SegmentWriter): void {
    writer.discard();
    this.#forget(writer);
  }

  /** Completes a segment in its own time; {@link settled} waits for all. */
  close(writer: SegmentWriter): void {
    const closing: Promise<void> = writer
      .close()
      .then((closed) => {
        this.#tell(writer, closed);
      })
      .finally(() => this.#closing.delete(closing));
    this.#closing.add(closing);
  }

  /** Resolves when every segment that was closed is complete, or known to be cut off. */
  async settled(): Promise<void> {
    while (this.#closing.size > 0) await Promise.all(this.#closing);
  }

  /** Makes complete files of what the vault cut off, from the journal. Throws when the vault fails again. */
  async recoverCutOff(): Promise<void> {
    if (this.#cutOff.length === 0) return;
    const { journal, vault } = this.room.stores;
    await journal.flush();
    const only = this.#cutOff.map(({ segmentId }) => segmentId);
    const ownerKeyFor = (ownerId: string) => {
      const channel = ownerId === this.contact.agentOwner ? 'agent' : 'customer';
      return Promise.resolve(Buffer.from(this.#keyOf(channel, ownerId)));
    };
    const recovery = await recoverSegments({ journalFiles: journal.files, vault, ownerKeyFor, only });
    for (const recovered of recovery.recovered) this.#tellRecovered(recovered);
    await recovery.settle();
    for (const segmentId of only) journal.end(segmentId);
    this.#cutOff.length = 0;
  }

  /** Takes everything that was kept off the disk: files now, journal within its next turn. Answers how many files would not go. */
  async destroy(): Promise<number> {
    const files = [...this.#files];
    const removals = await Promise.allSettled(files.map(([, fileId]) => this.room.stores.vault.remove(fileId)));
    this.room.stores.journal.forget(files.map(([segmentId]) => segmentId));
    this.#files.clear();
    this.#cutOff.length = 0;
    this.#keptOctets = 0;
    return removals.filter(({ status }) => status === 'rejected').length;
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
      if (place) this.#cutOff.push(place);
      return;
    }
    const { segmentId, octets, sha512 } = closed;
    this.#keptOctets += octets;
    this.log.write({ kind: 'segment-closed', segmentId, octets, sha512, state: 'closed', fileId: null });
  }

  #tellRecovered({ segmentId, fileId, octets, sha512, lost }: RecoveredSegment): void {
    const place = this.#cutOff.find((each) => each.segmentId === segmentId);
    if (fileId === undefined || !place) {
      this.log.write({ kind: 'segment-dropped', segmentId });
      return;
    }
    this.#keptOctets += octets;
    this.#files.set(segmentId, fileId);
    this.log.write({ kind: 'segment-closed', segmentId, octets, sha512, state: 'recovered', fileId });
    for (const span of lost) {
      const [fromMs, ms] = [place.startMs + msOfOctets(span.from), msOfOctets(span.octets)];
      const stretch = { fromMs: whole(fromMs), toMs: whole(fromMs + ms), inventedMs: ms };
      this.log.write({ kind: 'gap', id: newId(), channel: place.channel, ...stretch, reason: 'lost', cause: 'vault' });
    }
  }

  /** Its grant was not durable in time, so nothing of it may be kept. */
  #tellGivenUp({ channel, startMs }: CutOff, ms: number): void {
    const stretch = { fromMs: startMs, toMs: whole(startMs + ms), inventedMs: 0 };
    this.log.write({ kind: 'gap', id: newId(), channel, ...stretch, reason: 'lost', cause: 'journal' });
  }

  #forget(writer: SegmentWriter): void {
    this.#open.delete(writer);
    this.#files.delete(writer.segmentId);
    this.log.write({ kind: 'segment-dropped', segmentId: writer.segmentId });
  }

  #keyOf(channel: AudioChannel, owner: string): Buffer {
    const key = this.contact.keys.key(owner, ownerClassOf(channel), 'media');
    if (!key) throw new Error('session.no-media-key');
    return key;
  }
}

/** Whose key a channel is sealed under; one with both voices is the customer's. */
export function ownerClassOf(channel: AudioChannel): OwnerClass {
  return channel === 'agent' ? 'contact-agent' : 'contact-customer';
}
