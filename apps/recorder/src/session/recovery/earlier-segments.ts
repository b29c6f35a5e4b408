import type { OpenSegment } from '@voxkeep/operative';
import { idOfFact, type VaultReader, type VaultStore } from '@voxkeep/platform';
import { measureMessage, msOfOctets, segmentHeaderBytes } from '@voxkeep/recording';
import { hashOf } from '../../media/hash-of.js';
import type { RecoveredSegment } from '../../media/recovery.js';
import { recorderActor, type OperativeKeepers } from '../session-room.js';
import type { Stretch } from '../media-binding/losses.js';

/**
 * Brings rows of segments into line with what recovery found of their files, where no facts of their call are known: they were begun by
 * a recorder that wrote rows first. Every step may be run again.
 */
export class EarlierSegments {
  constructor(
    private readonly operative: OperativeKeepers,
    private readonly vault: VaultStore,
    private readonly cutOffAt: Date,
  ) {}

  /** A segment whose row is open: it gets its file, its length, and the gaps in it and after it. */
  async close(row: OpenSegment, recovered: RecoveredSegment): Promise<void> {
    const { recordings } = this.operative;
    const { fileId, octets, header } = recovered;
    for (const span of recovered.lost) {
      const fromMs = header.startMs + msOfOctets(span.from);
      await this.gap(row, { fromMs, toMs: fromMs + msOfOctets(span.octets) });
    }
    await this.gap(row, { fromMs: recovered.lostFromMs, toMs: (await this.endOf(row)) - row.openedAt.getTime() });
    if (fileId === undefined) return recordings.dropSegment(row.contactId, row.id, recorderActor);
    const sha512 = Buffer.from(recovered.sha512, 'hex');
    return recordings.closeSegment(row.contactId, row.id, { octets, sha512, state: 'recovered', fileId }, recorderActor);
  }

  /** A segment whose row was closed or removed before: a file that its row does not name is taken away. What no row tells of stays. */
  async tidy({ segmentId, fileId, header }: RecoveredSegment): Promise<void> {
    if (fileId === undefined) return;
    const recording = await this.operative.recordings.forPlayback(header.recordingId);
    const row = recording?.segments.find(({ id }) => id === segmentId);
    if (row && (row.state === 'removed' || row.fileId !== fileId)) await this.vault.remove(fileId);
  }

  /** An open row that the journal does not know as cut off: its file was completed just before, or never began. */
  async closeUnjournalled(row: OpenSegment): Promise<void> {
    const { recordings } = this.operative;
    const reader = await this.vault.openForRead(row.fileId);
    const whole = reader?.finished === true ? await describe(reader) : undefined;
    await reader?.close();
    if (whole) {
      const closed = { octets: whole.octets, sha512: Buffer.from(whole.sha512, 'hex'), state: 'recovered' } as const;
      return recordings.closeSegment(row.contactId, row.id, closed, recorderActor);
    }
    await this.vault.remove(row.fileId);
    return recordings.dropSegment(row.contactId, row.id, recorderActor);
  }

  /** When nothing more was to come: a call whose end stands in the books already ended before the recorder did. */
  private async endOf({ contactId }: OpenSegment): Promise<number> {
    const closedAt = (await this.operative.contacts.get(contactId))?.closedAt;
    return Math.min(this.cutOffAt.getTime(), closedAt?.getTime() ?? Infinity);
  }

  private async gap({ id, contactId, recordingId, channel }: OpenSegment, stretch: Stretch): Promise<void> {
    const fromMs = Math.max(0, Math.round(stretch.fromMs));
    const toMs = Math.round(stretch.toMs);
    if (toMs <= fromMs) return;
    const gap = { id: idOfFact(id, fromMs), recordingId, channel, fromMs, toMs, reason: 'lost', cause: 'restart' } as const;
    await this.operative.recordings.gap(contactId, gap, recorderActor);
  }
}

/** Length and hash (hex) of a complete segment file; nothing when its size is that of none. */
export async function describe(reader: VaultReader): Promise<{ readonly octets: number; readonly sha512: string } | undefined> {
  const measured = measureMessage(reader.bytes - segmentHeaderBytes);
  return measured && { octets: measured.octets, sha512: await hashOf(reader) };
}
