import { closeSync, existsSync, fstatSync, openSync, renameSync, writeSync } from 'node:fs';

/** Lines of one program in a file of its own, rotated by size: `x.log`, `x.log.1` (newer) … `x.log.5` (older). */
export class LogFile {
  private handle: number | undefined;
  private size = 0;

  constructor(
    readonly path: string,
    private readonly largest = 10 * 1024 * 1024,
    private readonly kept = 5,
  ) {}

  /** Appends one line at once; a full disk loses the line, never the program. */
  write(line: string): void {
    const bytes = Buffer.from(`${line}\n`);
    try {
      if (this.size + bytes.length > this.largest) this.rotate();
      this.size += writeSync(this.open(), bytes);
    } catch {
      this.close();
    }
  }

  close(): void {
    if (this.handle !== undefined) closeSync(this.handle);
    this.handle = undefined;
  }

  private open(): number {
    if (this.handle === undefined) {
      this.handle = openSync(this.path, 'a', 0o600);
      this.size = fstatSync(this.handle).size;
    }
    return this.handle;
  }

  private rotate(): void {
    this.close();
    for (let age = this.kept - 1; age >= 0; age -= 1) {
      const from = age === 0 ? this.path : `${this.path}.${age}`;
      if (existsSync(from)) renameSync(from, `${this.path}.${age + 1}`);
    }
    this.size = 0;
  }
}
