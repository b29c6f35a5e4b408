import { createHash, randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { VaultReader, VaultStore } from '@voxkeep/platform';
import {
  chunkBytes,
  decodeSegmentHeader,
  encodeJournalRecord,
  msOfOctets,
  type OctetSpan,
  type SegmentHeader,
} from '@voxkeep/recording';
import { indexJournals, type CutOffSegment } from './journal-index.js';
import { JournalFile } from './journal-file.js';
import { SegmentRemains } from './segment-remains.js';

/**
 * A segment that was cut off, as it stands now. `rebuilt`: a new file replaces `oldFileId`. `whole`: the file was complete, only its
 * closing was not noted. `empty`: nothing of it had been kept yet.
 */
export interface RecoveredSegment {
  readonly kind: 'rebuilt' | 'whole' | 'empty';
  readonly segmentId: string;
  readonly header: SegmentHeader;
  /** The file to play; absent when `empty`. */
  readonly fileId?: string;
  readonly oldFileId: string;
  readonly octets: number;
  readonly bytes: number;
  /** Hex, of the whole file; empty text when there is none. */
  readonly sha512: string;
  /** Octets inside the segment that are silence because nothing of them was found. */
  readonly lost: readonly OctetSpan[];
  /** Milliseconds of the call from which on nothing is known. */
  readonly lostFromMs: number;
}

/** What a recovery needs. `journalFiles`: those left by the process that died, or the live journal's after a flush. */
export interface RecoveryTerms {
  readonly journalFiles: readonly string[];
  readonly vault: VaultStore;
  /** The owner key (32 bytes) or `undefined` when it cannot be had now; the copy given is overwritten after use. */
  readonly ownerKeyFor: (ownerId: string) => Promise<Buffer | undefined>;
  /** Only these segments; all that were not closed unless given. */
  readonly only?: readonly string[];
}

/** What a recovery made. Write the index rows first, then `settle`: until then it can be run again from the start. */
export interface Recovery {
  readonly recovered: readonly RecoveredSegment[];
  /** Segments whose key was not to be had; their journal stays. */
  readonly unresolved: readonly { readonly segmentId: string; readonly ownerId: string }[];
  readonly tornFiles: number;
  /** Removes replaced files and the journal files that nobody needs any more. */
  settle(): Promise<void>;
}

/** Makes complete files of all segments that were cut off. Octets are opened in memory only, one chunk at a time. */
export async function recoverSegments({ journalFiles, vault, ownerKeyFor, only }: RecoveryTerms): Promise<Recovery> {
  const { cutOff, tornFiles } = await indexJournals(journalFiles);
  const recovered: RecoveredSegment[] = [];
  const unresolved: { segmentId: string; ownerId: string }[] = [];
  for (const found of cutOff.filter(({ segmentId }) => only?.includes(segmentId) ?? true)) {
    const { ownerId } = decodeSegmentHeader(found.header);
    const ownerKey = await ownerKeyFor(ownerId);
    if (ownerKey) recovered.push(await recoverSegment(vault, found, ownerKey));
    else unresolved.push({ segmentId: found.segmentId, ownerId });
  }
  const settle = async (): Promise<void> => {
    for (const { oldFileId, fileId } of recovered) if (oldFileId !== fileId) await vault.remove(oldFileId);
    if (only) return;
    if (unresolved.length === 0) await Promise.all(journalFiles.map((path) => rm(path, { force: true })));
    else await noteClosed(journalFiles, recovered);
  };
  return { recovered, unresolved, tornFiles, settle };
}

async function recoverSegment(vault: VaultStore, found: CutOffSegment, ownerKey: Buffer): Promise<RecoveredSegment> {
  const reader = await vault.openForRead(found.fileId);
  const remains = await SegmentRemains.gather(found, reader, ownerKey);
  ownerKey.fill(0);
  try {
    const octets = await remains.extent();
    const { header } = remains.rebuild;
    const known = {
      segmentId: found.segmentId,
      header,
      oldFileId: found.fileId,
      octets,
      lostFromMs: header.startMs + msOfOctets(octets),
    };
    if (reader?.finished === true && (await remains.isWhole())) {
      return { ...known, kind: 'whole', fileId: found.fileId, bytes: reader.bytes, sha512: await hashOf(reader), lost: [] };
    }
    if (octets === 0) return { ...known, kind: 'empty', bytes: 0, sha512: '', lost: [] };
    return { ...known, kind: 'rebuilt', ...(await writeAnew(vault, remains, octets)) };
  } finally {
    remains.rebuild.discard();
    await reader?.close();
  }
}

async function writeAnew(vault: VaultStore, remains: SegmentRemains, octets: number) {
  const file = await vault.beginFile(randomUUID());
  try {
    const lost: OctetSpan[] = [];
    const fullChunks = Math.floor(octets / chunkBytes);
    await file.append(remains.rebuild.opening);
    for (let index = 0; index <= fullChunks; index += 1) {
      const material = await remains.material(index);
      const rebuilt = index < fullChunks ? remains.rebuild.chunk(material) : remains.rebuild.last(material, octets % chunkBytes);
      lost.push(...rebuilt.lost);
      await file.append(rebuilt.sealed);
    }
    return { ...(await file.finish()), lost };
  } catch (failure) {
    await file.abandon();
    throw failure;
  }
}

async function hashOf(reader: VaultReader): Promise<string> {
  const hash = createHash('sha512');
  const step = 2 ** 20;
  for (let at = 0; at < reader.bytes; at += step) hash.update(await reader.read(at, Math.min(step, reader.bytes - at)));
  return hash.digest('hex');
}

/** Some segments still wait for their key, so the journal stays; this keeps the others from being recovered twice. */
async function noteClosed(journalFiles: readonly string[], recovered: readonly RecoveredSegment[]): Promise<void> {
  const [first] = journalFiles;
  if (first === undefined) return;
  const records = recovered.map(({ segmentId }) => encodeJournalRecord({ kind: 'closed', segmentId }));
  const note = await JournalFile.create(dirname(first), 0, records);
  await note.close();
}
