import { existsSync, readFileSync } from 'node:fs';
import { mkdir, open, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { openRestoration, readVerifierKey, type NoteVerifier, type Restoration } from '@voxkeep/audit';
import { syncFolder } from '@voxkeep/platform';
import { z } from 'zod';

/** A checkpoint as the second sink keeps it: a signed note, and the size that it is for. */
export interface WitnessedNote {
  readonly size: number;
  readonly note: string;
}

/** A checkpoint in the file: its place counts from 1. */
export interface PlacedNote extends WitnessedNote {
  readonly line: number;
}

/** What the file of checkpoints holds; `damaged` are the numbers of lines that cannot be read, from 1. */
export interface WitnessedNotes {
  readonly notes: readonly PlacedNote[];
  readonly damaged: readonly number[];
}

const line = z.strictObject({ size: z.number().int().min(0), note: z.string() });
const restoreLine = z.strictObject({ note: z.string() });

/**
 * The second sink of the audit log, on a place that no backup of the databases covers: every signed checkpoint, the key by which
 * signatures are checked, and the first authentication key, which the operator takes away from the machine.
 */
export class Witness {
  private repaired = false;

  constructor(private readonly directory: string) {}

  /** Makes the directory and shows that it can be written to. Throws the system's error. */
  async open(): Promise<void> {
    await mkdir(this.directory, { recursive: true, mode: 0o700 });
    const file = await open(this.checkpoints, 'a', 0o600);
    await file.close();
    await syncFolder(this.directory);
  }

  /** Appends a checkpoint and returns when it is on the disk. */
  async append({ size, note }: WitnessedNote): Promise<void> {
    if (!this.repaired) await this.cutTornLine();
    this.repaired = true;
    const file = await open(this.checkpoints, 'a', 0o600);
    try {
      await file.appendFile(`${JSON.stringify({ size, note })}\n`);
      await file.datasync();
    } finally {
      await file.close();
    }
  }

  /** Every checkpoint in the order of its signing. A last line without its end was never acknowledged and is left out. */
  read(): WitnessedNotes {
    const lines = existsSync(this.checkpoints) ? readFileSync(this.checkpoints, 'utf8').split('\n').slice(0, -1) : [];
    const read = lines.map(readLine);
    return {
      notes: read.flatMap((note, at) => (note === undefined ? [] : [{ ...note, line: at + 1 }])),
      damaged: read.flatMap((note, at) => (note === undefined ? [at + 1] : [])),
    };
  }

  /** Restores that this log's key has signed for, in their order. */
  restorations(verifier: NoteVerifier): readonly Restoration[] {
    const lines = (this.find('audit-restores.jsonl') ?? '').split('\n');
    const notes = lines.map((text) => restoreLine.safeParse(parsedJson(text)).data?.note);
    return notes.flatMap((note) => (note === undefined ? [] : (openRestoration(note, verifier) ?? [])));
  }

  /** Keeps a small file once; a file of this name that is there stays as it is. */
  async keepOnce(name: 'audit-verifier.key' | 'audit-first-mac.key', text: string): Promise<void> {
    const file = path.join(this.directory, name);
    if (existsSync(file)) return;
    await writeFile(file, `${text}\n`, { mode: 0o400, flag: 'wx', flush: true });
    await syncFolder(this.directory);
  }

  /** Whose signatures count, as it was noted when the log began. */
  verifier(): NoteVerifier | undefined {
    const text = this.find('audit-verifier.key');
    return text === undefined ? undefined : readVerifierKey(text);
  }

  /** The key of the first entry, as long as nobody has taken it away. */
  firstMacKey(): Buffer | undefined {
    const text = this.find('audit-first-mac.key');
    return text === undefined ? undefined : Buffer.from(text, 'base64');
  }

  private get checkpoints(): string {
    return path.join(this.directory, 'audit-checkpoints.jsonl');
  }

  private find(name: string): string | undefined {
    const file = path.join(this.directory, name);
    return existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined;
  }

  /** After a loss of power the last line may be half there; the next one must not grow onto it. */
  private async cutTornLine(): Promise<void> {
    const file = await open(this.checkpoints, 'r+');
    try {
      const whole = (await file.readFile()).lastIndexOf(0x0a) + 1;
      await file.truncate(whole);
    } finally {
      await file.close();
    }
  }
}

/** Whether a signed state is of a log that a later restore did not continue: it was kept before, and for more events. */
export function isAbandoned(note: PlacedNote, restorations: readonly Restoration[]): boolean {
  return restorations.some(({ size, checkpoints }) => note.line <= checkpoints && note.size > size);
}

function readLine(text: string): WitnessedNote | undefined {
  return line.safeParse(parsedJson(text)).data;
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
