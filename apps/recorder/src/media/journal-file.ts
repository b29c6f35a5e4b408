import { randomUUID } from 'node:crypto';
import { open, readdir, rm, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { syncFolder } from '@voxkeep/platform';
import { callOfFact, journalMagic } from '@voxkeep/recording';

const ending = '.vxj';

/** The journal files in a folder; after a restart, all of them were left by the process that died. */
export async function listJournalFiles(folder: string): Promise<string[]> {
  const names = await readdir(folder);
  return names
    .filter((name) => name.endsWith(ending))
    .sort()
    .map((name) => join(folder, name));
}

/** One file of the journal, append-only. Names are random: records carry segment and offset, so the order of files says nothing. */
export class JournalFile {
  /** Of each segment and call: the highest octet, or fact, that only this file keeps safe. */
  readonly covers = new Map<string, number>();
  /** Segments of which nothing may stay in this file. */
  readonly forgets = new Set<string>();
  /** Of each call: where the first of its facts stands here, and how long it is. */
  readonly facts = new Map<string, { readonly position: number; readonly bytes: number }>();
  #bytes = 0;
  /** Records of one write stand side by side here; one write comes after the other. */
  #batch = Buffer.alloc(0);

  private constructor(
    readonly path: string,
    readonly createdAt: number,
    private readonly handle: FileHandle,
  ) {}

  /** Makes a file that starts with `opening` and brings it onto the disk, name included. Leaves nothing behind when that fails. */
  static async create(folder: string, createdAt: number, opening: readonly Buffer[], openFile = open): Promise<JournalFile> {
    const path = join(folder, randomUUID() + ending);
    const handle = await openFile(path, 'wx', 0o600);
    const file = new JournalFile(path, createdAt, handle);
    try {
      await file.append([journalMagic, ...opening]);
      await file.sync();
      await syncFolder(folder);
      return file;
    } catch (failure) {
      await file.close();
      await rm(path, { force: true }).catch(() => undefined);
      throw failure;
    }
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** One write for all records given; the next one may be asked for when it is done. A record that stands there before it fails counts. */
  async append(records: readonly Buffer[]): Promise<void> {
    const bytes = this.#sideBySide(records);
    let written = 0;
    try {
      while (written < bytes.length) {
        const { bytesWritten } = await this.handle.write(bytes, written, bytes.length - written);
        written += bytesWritten;
      }
    } finally {
      this.#placeAll(records, this.#bytes + written);
    }
  }

  /** Brings what was written onto the disk. After a failure the file must be given up, never synced again. */
  async sync(): Promise<void> {
    await this.handle.datasync();
  }

  /** Lets go of the descriptor without syncing. */
  async close(): Promise<void> {
    await this.handle.close().catch(() => undefined);
  }

  /** Notes that this file keeps something safe up to `mark`. */
  cover(id: string, mark: number): void {
    this.covers.set(id, Math.max(mark, this.covers.get(id) ?? 0));
  }

  /** Forgets something up to `mark`: it is safe elsewhere. */
  release(id: string, mark: number): void {
    const highest = this.covers.get(id);
    if (highest !== undefined && highest <= mark) this.covers.delete(id);
  }

  /** This file stands for `old`, which was written again without `forgotten`. */
  takeOver(old: JournalFile, forgotten: ReadonlySet<string>): void {
    for (const [id, mark] of old.covers) this.cover(id, mark);
    for (const id of old.forgets) if (!forgotten.has(id)) this.forgets.add(id);
  }

  /** Those that stand whole before `end`. */
  #placeAll(records: readonly Buffer[], end: number): void {
    for (const record of records) {
      if (this.#bytes + record.length > end) return;
      this.#place(record);
      this.#bytes += record.length;
    }
  }

  #place(record: Buffer): void {
    const call = callOfFact(record);
    if (call !== undefined && !this.facts.has(call)) this.facts.set(call, { position: this.#bytes, bytes: record.length });
  }

  /** Nothing is made anew for a write, for what outlives it costs a walk through everything that lives. */
  #sideBySide(records: readonly Buffer[]): Buffer {
    const length = records.reduce((sum, record) => sum + record.length, 0);
    if (this.#batch.length < length) this.#batch = Buffer.allocUnsafeSlow(Math.max(length, 2 * this.#batch.length));
    let at = 0;
    for (const record of records) at += record.copy(this.#batch, at);
    return this.#batch.subarray(0, length);
  }

  /** Deletes the file. */
  async remove(): Promise<void> {
    await rm(this.path, { force: true });
  }
}
