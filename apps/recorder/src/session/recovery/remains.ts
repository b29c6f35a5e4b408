import { mkdir, stat } from 'node:fs/promises';
import type { OpenSegment } from '@voxkeep/operative';
import { listJournalFiles } from '../../media/journal-file.js';
import type { OperativeKeepers } from '../session-room.js';

/** What a recorder that died left: its journal, when it wrote there for the last time, and what the books have open of it. */
export interface Remains {
  readonly journalFiles: readonly string[];
  readonly lastWrittenMs: number | undefined;
  /** Contacts that it left open: they are closed, only not yet in the books. */
  readonly interrupted: ReadonlySet<string>;
  readonly openSegments: readonly OpenSegment[];
}

/** Finds them before the first call is taken, so that nothing of a new call is ever among them. Makes the folders when there are none. */
export async function findRemains(
  { contacts, recordings }: Pick<OperativeKeepers, 'contacts' | 'recordings'>,
  folders: readonly string[],
  recorderId: string,
): Promise<Remains> {
  const journalFiles: string[] = [];
  for (const folder of folders) {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    journalFiles.push(...(await listJournalFiles(folder)));
  }
  const written = await Promise.all(journalFiles.map(async (path) => (await stat(path)).mtimeMs));
  const [open, openSegments] = [await contacts.openOf(recorderId), await recordings.openSegmentsOf(recorderId)];
  return {
    journalFiles,
    lastWrittenMs: written.length === 0 ? undefined : Math.max(...written),
    interrupted: new Set(open.map(({ id }) => id)),
    openSegments,
  };
}
