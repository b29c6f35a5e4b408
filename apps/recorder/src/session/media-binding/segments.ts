import type { ConsentGrant } from '@voxkeep/consent';
import { isVoxkeepError, type AudioChannel } from '@voxkeep/contracts';
import type { OwnerClass } from '@voxkeep/personal-data';
import type { NewSegment } from '@voxkeep/operative';
import { newId, sqlRefusal } from '@voxkeep/platform';
import { g711Rate, type SegmentCodec } from '@voxkeep/recording';
import { recoverSegments, type RecoveredSegment, type Recovery } from '../../media/recovery.js';
import { SegmentWriter, type ClosedSegment } from '../../media/segment-writer.js';
import type { SessionContact } from '../contact/open-contact.js';
import { recorderActor, type SessionRoom } from '../session-room.js';
import type { Track } from './track.js';

interface OpenSegment {
  readonly row: NewSegment;
  closing?: Promise<ClosedSegment>;
}

/** A segment before it has its number. */
type SegmentPlan = Omit<NewSegment, 'number'>;

const uniqueViolation = '23505';
const numberingAttempts = 3;

/** The segments of one contact: row first, then the sealed file (03), so that a crash leaves no file without a row. */
export class Segments {
  readonly #open = new Map<SegmentWriter, OpenSegment>();
  readonly #cutOff: NewSegment[] = [];
  readonly #numbers = new Map<AudioChannel, number>();
  #keptOctets = 0;
  #recovery: Recovery | undefined;

  constructor(
    private readonly room: SessionRoom,
    private readonly contact: SessionContact,
  ) {}

  /** Octets in complete files. */
  get keptOctets(): number {
    return this.#keptOctets;
  }

  /** Continues the numbers of a recording that has segments already. */
  async learnNumbers(): Promise<void> {
    const found = await this.room.operative.contacts.get(this.contact.id);
    for (const { channel, number } of found?.recordings.flatMap(({ segments }) => segments) ?? [])
      this.#numbers.set(channel, Math.max(number, this.#numbers.get(channel) ?? 0));
  }

  /** Names a segment that begins with what waits in the track. */
  plan(track: Track, recordingId: string): SegmentPlan {
    const { channel, waitingFromMs: startMs } = track;
    const owner = channel === 'agent' ? this.contact.agentOwner : this.contact.customerOwner;
    return { id: newId(), recordingId, channel, fileId: newId(), codec: track.terms.codec, startMs, owner };
  }

  /** Registers and begins a segment. The refusals leave neither row nor file. Throws when the operative database is away. */
  async open(
    plan: SegmentPlan,
    grant: ConsentGrant,
  ): Promise<SegmentWriter | 'no-key' | 'consent-ended' | { readonly vaultFailure: unknown }> {
    const ownerKey = this.#keyOf(plan);
    if (!ownerKey) return 'no-key';
    const row = await this.#register(plan);
    try {
      const writer = await SegmentWriter.open(this.room.stores, { grant, ownerKey, fileId: row.fileId, header: headerOf(row) });
      this.#open.set(writer, { row });
      return writer;
    } catch (failure) {
      await this.#forget(row);
      return isVoxkeepError(failure, 'consent.not-live') ? 'consent-ended' : { vaultFailure: failure };
    }
  }

  /** Completes the file and its row. One without an octet leaves nothing behind; a cut-off one waits for `recoverCutOff`. */
  async close(writer: SegmentWriter): Promise<void> {
    const segment = this.#open.get(writer);
    if (!segment) return;
    segment.closing ??= writer.close();
    const closed = await segment.closing;
    await this.#book(segment.row, closed);
    this.#open.delete(writer);
  }

  async closeAll(): Promise<void> {
    for (const writer of this.#open.keys()) await this.close(writer);
  }

  /** Makes complete files of what the vault cut off, from the journal; says when the vault fails again: then the next start does it. */
  async recoverCutOff(): Promise<'done' | { readonly vaultFailure: unknown }> {
    if (this.#cutOff.length === 0) return 'done';
    const recovery = await this.#rebuild();
    if ('vaultFailure' in recovery) return recovery;
    for (const recovered of recovery.recovered) await this.#bookRecovered(recovered);
    await recovery.settle();
    for (const { segmentId, octets } of recovery.recovered) {
      this.#keptOctets += octets;
      this.#settled(segmentId);
    }
    return 'done';
  }

  /** Takes the whole recording out of the books and its files out of the vault; answers how many files would not go. */
  async destroy(recordingId: string): Promise<number> {
    const files = await this.room.operative.recordings.remove(this.contact.id, recordingId, null, recorderActor);
    const removals = await Promise.allSettled(files.map(({ fileId }) => this.room.stores.vault.remove(fileId)));
    for (const { id } of [...this.#cutOff]) this.#settled(id);
    this.#keptOctets = 0;
    return removals.filter(({ status }) => status === 'rejected').length;
  }

  /** Rebuilt once only: a second time would leave the files of the first without a row. */
  async #rebuild(): Promise<Recovery | { readonly vaultFailure: unknown }> {
    const { journal, vault } = this.room.stores;
    const only = this.#cutOff.map(({ id }) => id);
    const ownerKeyFor = (ownerId: string) => Promise.resolve(this.#copyOfKey(ownerId));
    try {
      this.#recovery ??= await recoverSegments({ journalFiles: journal.files, vault, ownerKeyFor, only });
      return this.#recovery;
    } catch (vaultFailure) {
      return { vaultFailure };
    }
  }

  async #bookRecovered({ segmentId, fileId, octets, sha512 }: RecoveredSegment): Promise<void> {
    const { recordings } = this.room.operative;
    if (fileId === undefined) return recordings.dropSegment(this.contact.id, segmentId, recorderActor);
    const closed = { octets, sha512: Buffer.from(sha512, 'hex'), state: 'recovered', fileId } as const;
    return recordings.closeSegment(this.contact.id, segmentId, closed, recorderActor);
  }

  /** Two sessions of one contact may number at once; the later one reads where the other got to. */
  async #register(plan: SegmentPlan): Promise<NewSegment> {
    for (let attempt = 1; ; attempt += 1) {
      const row = { ...plan, number: (this.#numbers.get(plan.channel) ?? 0) + 1 };
      try {
        await this.room.operative.recordings.addSegment(this.contact.id, row, recorderActor);
        this.#numbers.set(plan.channel, row.number);
        return row;
      } catch (refused) {
        if (sqlRefusal(refused)?.state !== uniqueViolation || attempt === numberingAttempts) throw refused;
        await this.learnNumbers();
      }
    }
  }

  async #book(row: NewSegment, closed: ClosedSegment): Promise<void> {
    const { recordings } = this.room.operative;
    if (closed.kind === 'cut-off') this.#cutOff.push(row);
    else if (closed.octets === 0) await this.#forget(row);
    else {
      const sha512 = Buffer.from(closed.sha512, 'hex');
      await recordings.closeSegment(this.contact.id, row.id, { octets: closed.octets, sha512, state: 'closed' }, recorderActor);
      this.#keptOctets += closed.octets;
    }
  }

  async #forget({ id, fileId }: NewSegment): Promise<void> {
    await this.room.operative.recordings.dropSegment(this.contact.id, id, recorderActor);
    await this.room.stores.vault.remove(fileId).catch(() => false);
  }

  #settled(segmentId: string): void {
    const at = this.#cutOff.findIndex(({ id }) => id === segmentId);
    if (at >= 0) this.#cutOff.splice(at, 1);
    this.room.stores.journal.end(segmentId);
  }

  #keyOf({ channel, owner }: Pick<NewSegment, 'channel' | 'owner'>): Buffer | undefined {
    return this.contact.keys.key(owner, ownerClassOf(channel), 'media');
  }

  #copyOfKey(owner: string): Buffer | undefined {
    const key = this.#keyOf({ owner, channel: owner === this.contact.agentOwner ? 'agent' : 'customer' });
    return key && Buffer.from(key);
  }
}

/** Whose key a channel is sealed under; one with both voices is the customer's. */
export function ownerClassOf(channel: AudioChannel): OwnerClass {
  return channel === 'agent' ? 'contact-agent' : 'contact-customer';
}

function headerOf({ recordingId, id, owner, channel, number, codec, startMs }: NewSegment) {
  const known = { recordingId, segmentId: id, ownerId: owner, channel, segmentNumber: number };
  return { ...known, codec: codec as SegmentCodec, sampleRate: g711Rate, startMs };
}
