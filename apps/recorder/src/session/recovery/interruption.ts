import { mkdir, stat } from 'node:fs/promises';
import { listJournalFiles } from '../../media/journal-file.js';

/** What the recorder that died left of its journal, and when it wrote there for the last time. */
export interface Interruption {
  readonly journalFiles: readonly string[];
  readonly lastWrittenMs: number | undefined;
}

/** Finds the journal of the process that died. Makes the folder when there is none. */
export async function findInterruption(journalFolder: string): Promise<Interruption> {
  await mkdir(journalFolder, { recursive: true, mode: 0o700 });
  const journalFiles = await listJournalFiles(journalFolder);
  const written = await Promise.all(journalFiles.map(async (path) => (await stat(path)).mtimeMs));
  return { journalFiles, lastWrittenMs: written.length === 0 ? undefined : Math.max(...written) };
}
