import { open } from 'node:fs/promises';
import { VoxkeepError } from '@voxkeep/contracts';
import { systemCode } from '@voxkeep/platform';
import {
  decodeJournal,
  isJournal,
  journalMagic,
  type FactRecord,
  type FrameRecord,
  type JournalRecord,
  type PlacedRecord,
} from '@voxkeep/recording';

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

/** A call whose end does not stand in the books: its sealed facts in order. */
export interface UnfinishedCall {
  readonly recordingId: string;
  /** Key owner under whom the facts are sealed. */
  readonly owner: string;
  readonly facts: readonly FactRecord[];
}

/** What a reading of journal files gave. `tornFiles`: files that did not end with a whole record. */
export interface JournalIndex {
  readonly cutOff: readonly CutOffSegment[];
  readonly calls: readonly UnfinishedCall[];
  /** Segments of which a frame was overwritten, and recordings of which a fact is marked: what was kept of their calls was taken back. */
  readonly forgotten: ReadonlySet<string>;
  readonly tornFiles: number;
}

const blockBytes = 4 * 2 ** 20;

/** Gathers what journal files say; the same record twice is one. */
class Gathering {
  readonly #opened = new Map<string, { readonly fileId: string; readonly header: Buffer }>();
  readonly #frames = new Map<string, FramePlace[]>();
  readonly #closed = new Set<string>();
  readonly #facts = new Map<string, Map<number, FactRecord>>();
  readonly #over = new Set<string>();
  readonly forgotten = new Set<string>();

  constructor(private readonly wanted: ReadonlySet<string> | undefined) {}

  take(path: string, { at, bytes, record }: PlacedRecord): void {
    if (this.wanted && !('segmentId' in record && this.wanted.has(record.segmentId))) return;
    switch (record.kind) {
      case 'closed':
        this.#closed.add(record.segmentId);
        break;
      case 'opened':
        this.#opened.set(record.segmentId, { fileId: record.fileId, header: Buffer.from(record.header) });
        break;
      case 'frame':
        this.#place(record, { path, position: at, bytes, offset: record.offset, octets: record.octets });
        break;
      case 'fact':
        this.#note(record);
        break;
      case 'bound':
        if (record.over) this.#over.add(record.recordingId);
        break;
    }
  }

  segments(): readonly CutOffSegment[] {
    return [...this.#opened]
      .filter(([segmentId]) => !this.#closed.has(segmentId))
      .map(([segmentId, opened]) => ({ segmentId, ...opened, frames: this.#frames.get(segmentId) ?? [] }));
  }

  calls(): readonly UnfinishedCall[] {
    return [...this.#facts]
      .filter(([recordingId]) => !this.#over.has(recordingId))
      .flatMap(([recordingId, byNumber]) => {
        const facts = [...byNumber.values()].sort((a, b) => a.number - b.number);
        const [first] = facts;
        return first ? [{ recordingId, owner: first.owner, facts }] : [];
      });
  }

  #place({ segmentId, nonce }: FrameRecord, place: FramePlace): void {
    if (isBlank(nonce)) this.forgotten.add(segmentId);
    const places = this.#frames.get(segmentId) ?? [];
    places.push(place);
    this.#frames.set(segmentId, places);
  }

  /** A copy: the block that it was read from is used again. */
  #note(fact: FactRecord): void {
    if (fact.takenBack) this.forgotten.add(fact.recordingId);
    const known = this.#facts.get(fact.recordingId) ?? new Map<number, FactRecord>();
    known.set(fact.number, { ...fact, nonce: Buffer.from(fact.nonce), sealed: Buffer.from(fact.sealed) });
    this.#facts.set(fact.recordingId, known);
  }
}

/**
 * Reads journal files and lists the segments that no record closes and the calls that are not over. Only clear fields are read; no key is
 * needed. `wanted`: only these segments, and no calls.
 */
export async function indexJournals(paths: readonly string[], wanted?: ReadonlySet<string>): Promise<JournalIndex> {
  const gathering = new Gathering(wanted);
  let tornFiles = 0;
  for (const path of paths) {
    const whole = await readRecords(path, (records) => {
      for (const placed of records) gathering.take(path, placed);
    });
    if (!whole) tornFiles += 1;
  }
  return { cutOff: gathering.segments(), calls: gathering.calls(), forgotten: gathering.forgotten, tornFiles };
}

/** No nonce that was drawn is all zeros. */
const isBlank = (nonce: Buffer): boolean => nonce.every((byte) => byte === 0);

/** Reads a file block by block and tells the records of each with their places in the file; `false` when the file ends torn. */
export async function readRecords(
  path: string,
  tell: (records: readonly PlacedRecord[]) => void | Promise<void>,
): Promise<boolean> {
  const handle = await open(path, 'r');
  try {
    const block = Buffer.allocUnsafe(blockBytes);
    const { bytesRead } = await handle.read(block, 0, journalMagic.length, 0);
    if (!isJournal(block.subarray(0, bytesRead))) return false;
    let start = bytesRead;
    let carried = 0;
    for (;;) {
      const { bytesRead: fresh } = await handle.read(block, carried, block.length - carried, start + carried);
      if (fresh === 0) return carried === 0;
      const { records, consumed, tail } = decodeJournal(block.subarray(0, carried + fresh));
      const base = start;
      await tell(records.map((placed) => ({ ...placed, at: base + placed.at })));
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
export async function readRecord({
  path,
  position,
  bytes,
}: Pick<FramePlace, 'path' | 'position' | 'bytes'>): Promise<JournalRecord | undefined> {
  const handle = await open(path, 'r');
  try {
    const buffer = Buffer.alloc(bytes);
    const { bytesRead } = await handle.read(buffer, 0, bytes, position);
    return decodeJournal(buffer.subarray(0, bytesRead)).records[0]?.record;
  } finally {
    await handle.close();
  }
}

/** What a reading of the journal threw, told apart from what the vault throws, whose disk has the same codes. */
export function journalUnread(failure: unknown): unknown {
  const cause = systemCode(failure);
  return cause === 'unknown' ? failure : new VoxkeepError('recorder.journal-unread', { cause });
}
