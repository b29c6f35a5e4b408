import { rm, stat, utimes } from 'node:fs/promises';
import { dirname } from 'node:path';
import { diagnostics, idOfFact, type VaultStore } from '@voxkeep/platform';
import {
  chunkBytes,
  decodeSegmentHeader,
  encodeJournalRecord,
  msOfOctets,
  type OctetSpan,
  type SegmentHeader,
} from '@voxkeep/recording';
import { segmentUnrecovered } from './events.js';
import { indexJournals, type CutOffSegment, type JournalIndex } from './journal-index.js';
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

/** What a recovery needs. */
export interface RecoveryTerms {
  /** Those left by the process that died. */
  readonly journalFiles: readonly string[];
  /** What these files say, where it is known already. */
  readonly index?: JournalIndex;
  readonly vault: VaultStore;
  /** The owner key (32 bytes) or `undefined` when it cannot be had now; the copy given is overwritten after use. */
  readonly ownerKeyFor: (ownerId: string) => Promise<Buffer | undefined>;
}

/** A segment of which nothing was made. */
export interface Unresolved {
  readonly segmentId: string;
  readonly ownerId: string;
}

/** What the books were told. */
export interface Told {
  /** Calls that are over. */
  readonly over: readonly string[];
  /** Segments that could not be told now: their files stay as they are. */
  readonly held: ReadonlySet<string>;
  /** Calls or segments need the journal still. */
  readonly waits: boolean;
}

const everything: Told = { over: [], held: new Set(), waits: false };

/** What a recovery made. Write the index rows first, then `settle`: until then it can be run again from the start. */
export interface Recovery {
  readonly recovered: readonly RecoveredSegment[];
  /** Segments whose key was not to be had; their journal stays. */
  readonly unresolved: readonly Unresolved[];
  /** Segments at which the disk failed; their journal stays. */
  readonly failed: readonly Unresolved[];
  readonly tornFiles: number;
  /** Removes replaced files, and the journal; what of it is needed still is answered, with one more file that says what is finished. */
  settle(told?: Told): Promise<readonly string[]>;
}

/** Makes complete files of all segments that were cut off. Octets are opened in memory only, one chunk at a time. One that fails holds up no other. */
export async function recoverSegments({ journalFiles, index, vault, ownerKeyFor }: RecoveryTerms): Promise<Recovery> {
  const { cutOff, tornFiles } = index ?? (await indexJournals(journalFiles));
  const recovered: RecoveredSegment[] = [];
  const unresolved: Unresolved[] = [];
  const failed: Unresolved[] = [];
  for (const found of cutOff) {
    const { ownerId } = decodeSegmentHeader(found.header);
    const { segmentId } = found;
    const ownerKey = await ownerKeyFor(ownerId);
    if (!ownerKey) {
      unresolved.push({ segmentId, ownerId });
      continue;
    }
    try {
      recovered.push(await recoverSegment(vault, found, ownerKey));
    } catch (error) {
      failed.push({ segmentId, ownerId });
      diagnostics.record(segmentUnrecovered, { segment: segmentId, error });
    }
  }
  const settle = async ({ over, held, waits } = everything): Promise<readonly string[]> => {
    const told = recovered.filter(({ segmentId }) => !held.has(segmentId));
    for (const { oldFileId, fileId } of told) if (oldFileId !== fileId) await vault.remove(oldFileId);
    if (waits) return [...journalFiles, ...(await noteFinished(journalFiles, told, over))];
    await Promise.all(journalFiles.map((path) => rm(path, { force: true })));
    return [];
  };
  return { recovered, unresolved, failed, tornFiles, settle };
}

/**
 * Makes a complete file of what is left of one segment. The new file's name follows from the segment: one that was made before and not
 * told any more is found again, one that was cut off is made anew. Throws what the vault throws; nothing new is left then.
 */
export async function recoverSegment(vault: VaultStore, found: CutOffSegment, ownerKey: Buffer): Promise<RecoveredSegment> {
  try {
    return (
      (await madeBefore(vault, found, ownerKey)) ??
      (await withRemains(vault, found, ownerKey, (remains) => complete(vault, found, remains)))
    );
  } finally {
    ownerKey.fill(0);
  }
}

async function withRemains<T>(
  vault: VaultStore,
  found: CutOffSegment,
  ownerKey: Buffer,
  work: (remains: SegmentRemains) => Promise<T>,
): Promise<T> {
  const reader = await vault.openForRead(found.fileId);
  try {
    const remains = await SegmentRemains.gather(found, reader, ownerKey);
    try {
      return await work(remains);
    } finally {
      remains.rebuild.discard();
    }
  } finally {
    await reader?.close();
  }
}

async function complete(vault: VaultStore, found: CutOffSegment, remains: SegmentRemains): Promise<RecoveredSegment> {
  const octets = await remains.extent();
  const known = placed(found, remains, octets);
  const whole = await remains.wholeFile();
  if (whole) return { ...known, ...whole, kind: 'whole', fileId: found.fileId, lost: [] };
  if (octets === 0) return { ...known, kind: 'empty', bytes: 0, sha512: '', lost: [] };
  return { ...known, kind: 'rebuilt', ...(await writeAnew(vault, remains, octets, nameOfRebuilt(found.segmentId))) };
}

function placed({ segmentId, fileId: oldFileId }: CutOffSegment, { rebuild: { header } }: SegmentRemains, octets: number) {
  return { segmentId, header, oldFileId, octets, lostFromMs: header.startMs + msOfOctets(octets) };
}

/** The file that an earlier recovery made; one that it could not complete is removed. The old file goes only once its holes are told. */
async function madeBefore(vault: VaultStore, found: CutOffSegment, ownerKey: Buffer): Promise<RecoveredSegment | undefined> {
  const fileId = nameOfRebuilt(found.segmentId);
  const made = await withRemains(vault, { ...found, fileId, frames: [] }, ownerKey, async (remains) => {
    const whole = await remains.wholeFile();
    return whole && { ...placed(found, remains, await remains.extent()), ...whole, fileId };
  });
  if (!made) {
    await vault.remove(fileId);
    return undefined;
  }
  const lost = await withRemains(vault, found, ownerKey, async (remains) =>
    remains.hasFile ? lostIn(remains, made.octets, () => Promise.resolve()) : [],
  );
  return { ...made, kind: 'rebuilt', lost };
}

async function writeAnew(vault: VaultStore, remains: SegmentRemains, octets: number, fileId: string) {
  const file = await vault.beginFile(fileId);
  try {
    await file.append(remains.rebuild.opening);
    const lost = await lostIn(remains, octets, (sealed) => file.append(sealed));
    return { ...(await file.finish()), lost };
  } catch (failure) {
    await file.abandon();
    await vault.remove(fileId).catch(() => undefined);
    throw failure;
  }
}

/** Seals chunk after chunk of the remains anew; answers what was found nowhere. */
async function lostIn(
  remains: SegmentRemains,
  octets: number,
  take: (sealed: Buffer) => Promise<void>,
): Promise<readonly OctetSpan[]> {
  const lost: OctetSpan[] = [];
  const fullChunks = Math.floor(octets / chunkBytes);
  for (let index = 0; index <= fullChunks; index += 1) {
    const material = await remains.material(index);
    const rebuilt = index < fullChunks ? remains.rebuild.chunk(material) : remains.rebuild.last(material, octets % chunkBytes);
    lost.push(...rebuilt.lost);
    await take(rebuilt.sealed);
  }
  return lost;
}

/** A version 4 id, as every name in the vault is. */
function nameOfRebuilt(segmentId: string): string {
  const id = idOfFact('rebuilt', segmentId);
  return `${id.slice(0, 14)}4${id.slice(15)}`;
}

/**
 * What waits for a key or a disk keeps the journal; this keeps the rest from being recovered twice. The note is as old as the journal,
 * whose age says when the recorder died.
 */
async function noteFinished(
  journalFiles: readonly string[],
  recovered: readonly RecoveredSegment[],
  over: readonly string[],
): Promise<readonly string[]> {
  const [first] = journalFiles;
  if (first === undefined || recovered.length + over.length === 0) return [];
  const closed = recovered.map(({ segmentId }) => encodeJournalRecord({ kind: 'closed', segmentId }));
  const bound = over.map((recordingId) => encodeJournalRecord({ kind: 'bound', recordingId, number: 0, over: true }));
  const note = await JournalFile.create(dirname(first), 0, [...closed, ...bound]);
  await note.close();
  const lastWritten = Math.max(...(await Promise.all(journalFiles.map(async (path) => (await stat(path)).mtimeMs))));
  await utimes(note.path, lastWritten / 1000, lastWritten / 1000);
  return [note.path];
}
