import { createHmac, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Gives the key of a day (`2026-11-22`), the same for every process of the site. */
export type DayKeys = (day: string) => Buffer;

const lettersPerReference = 10;
const mostMade = 4096;
const alphabet = 'abcdefghijklmnopqrstuvwxyz234567';

/**
 * Opaque references: an id appears as its kind and ten letters that are the same all day and cannot be followed into the next.
 * When a day's key is destroyed its log can no longer be linked to anything (04 f).
 */
export class References {
  private today: { readonly day: number; readonly key: Buffer } = { day: -1, key: Buffer.alloc(0) };
  /** References made lately; a contact is named by several events. Forgotten with the day. */
  private readonly made = new Map<string, string>();

  constructor(
    private readonly keys: DayKeys,
    private readonly now: () => Date,
  ) {}

  /** `contact_k3v…`: never looks like a number, so the output guard leaves it alone. */
  of(kind: string, id: string): string {
    const key = this.key();
    const named = `${kind}\0${id}`;
    const known = this.made.get(named);
    if (known !== undefined) return known;
    const reference = `${kind}_${base32(createHmac('sha256', key).update(named).digest())}`;
    if (this.made.size >= mostMade) this.made.clear();
    this.made.set(named, reference);
    return reference;
  }

  private key(): Buffer {
    const now = this.now();
    const day = Math.floor(now.getTime() / 86_400_000);
    if (day === this.today.day) return this.today.key;
    this.made.clear();
    this.today = { day, key: this.keys(now.toISOString().slice(0, 10)) };
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
    writeFileSync(path, key, { flag: 'wx', mode: 0o640, flush: true });
    return key;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return readFileSync(path);
  }
}

/** The first ten letters of RFC 4648 §6, in lower case: fifty bits. */
function base32(octets: Buffer): string {
  let letters = '';
  let held = 0;
  let bits = 0;
  for (let at = 0; letters.length < lettersPerReference; at += 1) {
    held = ((held << 8) | (octets[at] ?? 0)) & 0xfff;
    bits += 8;
    while (bits >= 5 && letters.length < lettersPerReference) {
      bits -= 5;
      letters += alphabet.charAt((held >> bits) & 31);
    }
  }
  return letters;
}
