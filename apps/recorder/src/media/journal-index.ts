import { open } from 'node:fs/promises';
import { decodeJournal, journalMagic, type JournalRecord, type PlacedRecord } from '@voxkeep/recording';

/** Where a frame stands in a journal file, and which octets of its segment it holds by its own word. */
export interface FramePlace {
  readonly path: string;
  readonly position: number;
  readonly bytes: number;
  readonly offset: number;
  readonly octets: number;
}

/** What the journal knows of a segment that was not closed. `header`: its 72 clear bytes. */
export interface CutOffSegment {
  readonly segmentId: string;
  readonly fileId: string;
  readonly header: Buffer;
  readonly frames: readonly FramePlace[];
}

/** What a reading of journal files gave. `tornFiles`: files that did not end with a whole record. */
export interface JournalIndex {
  readonly cutOff: readonly CutOffSegment[];
  readonly tornFiles: number;
}

const blockBytes = 4 * 2 ** 20;

interface Gathering {
  readonly opened: Map<string, { readonly fileId: string; readonly header: Buffer }>;
  readonly frames: Map<string, FramePlace[]>;
  readonly closed: Set<string>;
}

/** Reads journal files and lists the segments that no record closes. Only clear fields are read; no key is needed. */
export async function indexJournals(paths: readonly string[]): Promise<JournalIndex> {
  const gathering: Gathering = { opened: new Map(), frames: new Map(), closed: new Set() };
  let tornFiles = 0;
  for (const path of paths) {
    const whole = await readRecords(path, (placed) => {
      gather(gathering, path, placed);
    });
    if (!whole) tornFiles += 1;
  }
  const cutOff = [...gathering.opened]
    .filter(([segmentId]) => !gathering.closed.has(segmentId))
    .map(([segmentId, opened]) => ({ segmentId, ...opened, frames: gathering.frames.get(segmentId) ?? [] }));
  return { cutOff, tornFiles };
}

function gather({ opened, frames, closed }: Gathering, path: string, { at, bytes, record }: PlacedRecord): void {
  if (record.kind === 'closed') closed.add(record.segmentId);
  if (record.kind === 'opened') opened.set(record.segmentId, { fileId: record.fileId, header: Buffer.from(record.header) });
  if (record.kind !== 'frame') return;
  const places = frames.get(record.segmentId) ?? [];
  places.push({ path, position: at, bytes, offset: record.offset, octets: record.octets });
  frames.set(record.segmentId, places);
}

/** Reads a file block by block and tells each record with its place in the file; `false` when the file ends torn. */
async function readRecords(path: string, tell: (placed: PlacedRecord) => void): Promise<boolean> {
  const handle = await open(path, 'r');
  try {
    const block = Buffer.allocUnsafe(blockBytes);
    const { bytesRead } = await handle.read(block, 0, journalMagic.length, 0);
    if (!block.subarray(0, bytesRead).equals(journalMagic)) return false;
    let start = bytesRead;
    let carried = 0;
    for (;;) {
      const { bytesRead: fresh } = await handle.read(block, carried, block.length - carried, start + carried);
      if (fresh === 0) return carried === 0;
      const { records, consumed, tail } = decodeJournal(block.subarray(0, carried + fresh));
      for (const placed of records) tell({ ...placed, at: start + placed.at });
      if (tail === 'damaged') return false;
      block.copyWithin(0, consumed, carried + fresh);
      carried = carried + fresh - consumed;
      start += consumed;
    }
  } finally {
    await handle.close();
  }
}

/** Reads one record again. `undefined` when it is not there any more as it was indexed. */
export async function readRecord({ path, position, bytes }: FramePlace): Promise<JournalRecord | undefined> {
  const handle = await open(path, 'r');
  try {
    const buffer = Buffer.alloc(bytes);
    const { bytesRead } = await handle.read(buffer, 0, bytes, position);
    return decodeJournal(buffer.subarray(0, bytesRead)).records[0]?.record;
  } finally {
    await handle.close();
  }
}
