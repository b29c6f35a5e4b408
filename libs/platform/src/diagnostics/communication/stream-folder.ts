import {
  closeSync,
  fstatSync,
  fsyncSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';

/** A file of a stream: one run of one program under one grant. */
export interface StreamFile {
  readonly name: string;
  readonly program: string;
  readonly octets: number;
  readonly begunAt: Date;
}

const streamName = /^([0-9a-f-]{36})\.([a-z-]{1,30})\.[0-9a-f]{12}\.stream$/;

/**
 * The files of communication streams, shared by the programs of a site: `<grant>.<program>.<random>.stream`, and `<grant>.match`,
 * the key by which numbers are compared while the grant is open.
 */
export class StreamFolder {
  constructor(private readonly directory: string) {}

  /** A file for one run of a program, open for appending. */
  create(grantId: string, program: string): number {
    this.make();
    return openSync(join(this.directory, `${grantId}.${program}.${randomBytes(6).toString('hex')}.stream`), 'ax', 0o640);
  }

  /** Makes the key by which numbers are compared under this grant. */
  makeMatchKey(grantId: string): Buffer {
    this.make();
    const key = randomBytes(32);
    writeFileSync(this.matchPath(grantId), key, { flag: 'wx', mode: 0o640, flush: true });
    return key;
  }

  /** The key by which numbers are compared, while the grant is open. */
  matchKey(grantId: string): Buffer | undefined {
    return existsSync(this.matchPath(grantId)) ? readFileSync(this.matchPath(grantId)) : undefined;
  }

  /** Numbers cannot be compared any more. */
  dropMatchKey(grantId: string): void {
    overwriteAndRemove(this.matchPath(grantId));
  }

  /** The files of a grant, oldest first. */
  list(grantId: string): readonly StreamFile[] {
    if (!existsSync(this.directory)) return [];
    return readdirSync(this.directory)
      .flatMap((name): StreamFile[] => {
        const [, grant, program] = streamName.exec(name) ?? [];
        if (grant !== grantId || program === undefined) return [];
        const { size, birthtime } = statSync(join(this.directory, name));
        return [{ name, program, octets: size, begunAt: birthtime }];
      })
      .sort((one, other) => one.begunAt.getTime() - other.begunAt.getTime());
  }

  /** The bytes of a listed file. */
  read({ name }: StreamFile): Buffer {
    return readFileSync(join(this.directory, name));
  }

  /** Removes every file of a grant. Returns how many. */
  remove(grantId: string): number {
    this.dropMatchKey(grantId);
    const files = this.list(grantId);
    for (const { name } of files) rmSync(join(this.directory, name), { force: true });
    return files.length;
  }

  private make(): void {
    mkdirSync(this.directory, { recursive: true, mode: 0o750 });
  }

  private matchPath(grantId: string): string {
    return join(this.directory, `${grantId}.match`);
  }
}

/** The one-time keys that open streams, a file each, in no database and in no backup; only whoever shows streams can read them. */
export class StreamKeys {
  constructor(private readonly directory: string) {}

  /** Keeps the private half until it is destroyed. */
  keep(grantId: string, privateKey: Buffer): void {
    mkdirSync(this.directory, { recursive: true, mode: 0o700 });
    writeFileSync(this.path(grantId), privateKey, { flag: 'wx', mode: 0o600, flush: true });
  }

  /** The private half, or undefined once it is destroyed. */
  find(grantId: string): Buffer | undefined {
    return existsSync(this.path(grantId)) ? readFileSync(this.path(grantId)) : undefined;
  }

  /** Overwrites and removes the key: what was sealed to it is unreadable, wherever a copy of it may lie. */
  destroy(grantId: string): void {
    overwriteAndRemove(this.path(grantId));
  }

  private path(grantId: string): string {
    return join(this.directory, `${grantId}.key`);
  }
}

function overwriteAndRemove(path: string): void {
  if (!existsSync(path)) return;
  const handle = openSync(path, 'r+');
  writeSync(handle, randomBytes(fstatSync(handle).size), 0, undefined, 0);
  fsyncSync(handle);
  closeSync(handle);
  rmSync(path, { force: true });
}
