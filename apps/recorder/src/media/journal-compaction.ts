import { dirname } from 'node:path';
import { open } from 'node:fs/promises';
import { encodeJournalRecord, takenBackMark, type FrameRecord, type JournalRecord } from '@voxkeep/recording';
import { JournalFile } from './journal-file.js';
import { readRecord, readRecords } from './journal-index.js';

/**
 * Writes a journal file again without what was taken of some segments: a withdrawal that destroys leaves no sealed audio behind. Answers
 * the durable file that can stand in its place; the old one is the caller's to remove. The old one must not be written to any more.
 */
export async function compactJournalFile(
  old: JournalFile,
  forgotten: ReadonlySet<string>,
  openFile?: typeof open,
): Promise<JournalFile> {
  const fresh = await JournalFile.create(dirname(old.path), old.createdAt, [], openFile);
  try {
    await readRecords(old.path, async (records) => {
      const kept = records.flatMap(({ record }) => (isForgotten(record, forgotten) ? [] : [encodeJournalRecord(record)]));
      if (kept.length > 0) await fresh.append(kept);
    });
    await fresh.sync();
  } catch (failure) {
    await fresh.close();
    await fresh.remove();
    throw failure;
  }
  await fresh.close();
  return fresh;
}

/**
 * Overwrites in their place the frames of some segments, of a file that is not written to any more: it needs no room where the disk has
 * none to write the file again. What stands there then opens under no key. A power cut in the middle may cost the frames behind.
 */
export async function overwriteForgotten(path: string, forgotten: ReadonlySet<string>, openFile = open): Promise<void> {
  const handle = await openFile(path, 'r+');
  try {
    await readRecords(path, async (records) => {
      for (const { at, bytes, record } of records)
        if (record.kind === 'frame' && isForgotten(record, forgotten)) await handle.write(blankOf(record), 0, bytes, at);
    });
    await handle.datasync();
  } finally {
    await handle.close();
  }
}

/**
 * Marks in its place the first fact of each of these calls that stands in a file: what was kept of them was taken back. Five bytes beside
 * each other and no room; nothing else of the file is read. Should the power go between two of them, the record reads as marked.
 */
export async function markTakenBack(
  { path, facts }: JournalFile,
  recordingIds: ReadonlySet<string>,
  openFile = open,
): Promise<ReadonlySet<string>> {
  const found = [...recordingIds].flatMap((id) => facts.get(id) ?? []);
  const marked = new Set<string>();
  if (found.length === 0) return marked;
  const handle = await openFile(path, 'r+');
  try {
    for (const place of found) {
      const record = await readRecord({ path, ...place });
      if (record?.kind !== 'fact') continue;
      const mark = takenBackMark(record);
      await handle.write(mark.bytes, 0, mark.bytes.length, place.position + mark.at);
      marked.add(record.recordingId);
    }
    if (marked.size > 0) await handle.datasync();
  } finally {
    await handle.close();
  }
  return marked;
}

function blankOf(frame: FrameRecord): Buffer {
  return encodeJournalRecord({ ...frame, nonce: Buffer.alloc(frame.nonce.length), sealed: Buffer.alloc(frame.sealed.length) });
}

function isForgotten(record: JournalRecord, forgotten: ReadonlySet<string>): boolean {
  return 'segmentId' in record && record.kind !== 'closed' && forgotten.has(record.segmentId);
}
