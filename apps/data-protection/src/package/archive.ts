import { PassThrough, Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { VoxkeepError } from '@voxkeep/contracts';
import { ZipFile } from 'yazl';
import type { AttachedFile } from './attached-file.js';
import { entryOf, type ManifestEntry } from './manifest.js';

const pieceBytes = 256 * 1024;

/** A ZIP archive that is written while it is read; it notes the hash of each file for the manifest. */
export class Archive {
  /** The bytes of the archive, from the first file on. */
  readonly stream = new PassThrough();
  readonly #zip = new ZipFile();
  readonly #entries: ManifestEntry[] = [];
  #source: Readable | undefined;

  constructor(private readonly at: Date) {
    this.#zip.outputStream.pipe(this.stream);
    // Without a reader nothing is taken any more: what waits for it must not wait for ever.
    this.stream.once('close', () => this.#source?.destroy(new VoxkeepError('package.broken-off')));
  }

  get entries(): readonly ManifestEntry[] {
    return this.#entries;
  }

  /** Adds a file that is small; it is compressed. */
  add({ path, content }: Pick<AttachedFile, 'path' | 'content'>): void {
    this.#entries.push(entryOf(path, content));
    this.#zip.addBuffer(content, path, { mtime: this.at });
  }

  /** Adds a large file and waits until the reader has taken it, so that only one at a time is in memory. */
  async addLarge(path: string, content: Buffer): Promise<void> {
    this.#entries.push(entryOf(path, content));
    if (this.stream.destroyed) throw new VoxkeepError('package.broken-off');
    const source = Readable.from(pieces(content), { objectMode: false });
    this.#source = source;
    this.#zip.addReadStream(source, path, { compress: false, size: content.length, mtime: this.at });
    await finished(source);
  }

  /** Ends the archive. */
  end(): void {
    this.#zip.end();
  }

  /** Breaks the archive off: whoever reads it sees an error, never a shorter archive that looks whole. */
  fail(thrown: unknown): void {
    this.stream.destroy(thrown instanceof Error ? thrown : new TypeError('archive'));
  }
}

function* pieces(content: Buffer): Generator<Buffer> {
  for (let at = 0; at < content.length; at += pieceBytes) yield content.subarray(at, at + pieceBytes);
}
