import { createHmac, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Gives the key of a day (`2026-11-22`), the same for every process of the site. */
export type DayKeys = (day: string) => Buffer;

const alphabet = 'abcdefghijklmnopqrstuvwxyz234567';

/**
 * Opaque references: an id appears as its kind and ten letters that are the same all day and cannot be followed into the next.
 * When a day's key is destroyed its log can no longer be linked to anything (04 f).
 */
export class References {
  private today: { readonly day: string; readonly key: Buffer } = { day: '', key: Buffer.alloc(0) };

  constructor(
    private readonly keys: DayKeys,
    private readonly now: () => Date,
  ) {}

  /** `contact_k3v…`: never looks like a number, so the output guard leaves it alone. */
  of(kind: string, id: string): string {
    return `${kind}_${base32(createHmac('sha256', this.key()).update(`${kind}\0${id}`).digest()).slice(0, 10)}`;
  }

  private key(): Buffer {
    const day = this.now().toISOString().slice(0, 10);
    if (day !== this.today.day) this.today = { day, key: this.keys(day) };
    return this.today.key;
  }
}

/** Keys that live as long as the process. */
export function passingKeys(): DayKeys {
  return () => randomBytes(32);
}

/** Keys in a directory that the processes of a site share, one file a day; those older than `keepDays` are destroyed. */
export function keysInDirectory(directory: string, keepDays: number): DayKeys {
  return (day) => {
    mkdirSync(directory, { recursive: true, mode: 0o750 });
    const oldest = new Date(Date.parse(day) - keepDays * 86_400_000).toISOString().slice(0, 10);
    for (const file of readdirSync(directory))
      if (/^\d{4}-\d{2}-\d{2}\.key$/.test(file) && file.slice(0, 10) < oldest) rmSync(join(directory, file), { force: true });
    return readOrMake(join(directory, `${day}.key`));
  };
}

/** Whoever comes first makes the file; the others read it. */
function readOrMake(path: string): Buffer {
  try {
    const key = randomBytes(32);
    writeFileSync(path, key, { flag: 'wx', mode: 0o640 });
    return key;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return readFileSync(path);
  }
}

/** RFC 4648 §6 without padding, in lower case. */
function base32(octets: Buffer): string {
  let bits = 0n;
  for (const octet of octets.subarray(0, 10)) bits = (bits << 8n) | BigInt(octet);
  return Array.from({ length: 16 }, (_, at) => alphabet[Number((bits >> BigInt(75 - 5 * at)) & 31n)]).join('');
}
