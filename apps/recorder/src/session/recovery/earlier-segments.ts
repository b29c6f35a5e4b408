import { createHash } from 'node:crypto';
import type { OpenSegment } from '@voxkeep/operative';
import type { VaultReader, VaultStore } from '@voxkeep/platform';
import { measureMessage, msOfOctets, segmentHeaderBytes } from '@voxkeep/recording';
import type { RecoveredSegment } from '../../media/recovery.js';
import { recorderActor, type OperativeKeepers } from '../session-room.js';
import type { Stretch } from '../media-binding/track.js';

const readBytes = 2 ** 20;

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
    await this.gap(row, { fromMs: recovered.lostFromMs, toMs: this.cutOffAt.getTime() - row.openedAt.getTime() });
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
    if (whole) return recordings.closeSegment(row.contactId, row.id, { ...whole, state: 'recovered' }, recorderActor);
    await this.vault.remove(row.fileId);
    return recordings.dropSegment(row.contactId, row.id, recorderActor);
  }

  private async gap({ id, contactId, recordingId, channel }: OpenSegment, stretch: Stretch): Promise<void> {
    const fromMs = Math.max(0, Math.round(stretch.fromMs));
    const toMs = Math.round(stretch.toMs);
    if (toMs <= fromMs) return;
    const gap = { id: sameIdFor(id, fromMs), recordingId, channel, fromMs, toMs, reason: 'lost', cause: 'restart' } as const;
    await this.operative.recordings.gap(contactId, gap, recorderActor);
  }
}

/** The id of a gap follows from where it is, so that a recovery that is run again states it once. */
export function sameIdFor(segmentId: string, fromMs: number): string {
  const hex = createHash('sha256').update(`${segmentId} ${fromMs}`).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join('-');
}

/** Length and hash of a complete segment file; nothing when its size is that of none. */
export async function describe(reader: VaultReader): Promise<{ readonly octets: number; readonly sha512: Buffer } | undefined> {
  const measured = measureMessage(reader.bytes - segmentHeaderBytes);
  if (!measured) return undefined;
  const hash = createHash('sha512');
  for (let at = 0; at < reader.bytes; at += readBytes) hash.update(await reader.read(at, Math.min(readBytes, reader.bytes - at)));
  return { octets: measured.octets, sha512: hash.digest() };
}
