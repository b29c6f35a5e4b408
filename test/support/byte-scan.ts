import { readFileSync, readdirSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { filesBelow } from './vault.js';

/** Something that must not stand anywhere in clear, under a name that may be printed. */
export interface Needle {
  readonly name: string;
  readonly bytes: Buffer;
}

/** Where a needle was found. Names only: the place, never what stands there. */
export interface Found {
  readonly needle: string;
  readonly file: string;
}

/** A text in every form in which a program might have kept it: UTF-8, UTF-16 and the three alignments of base64. */
export function needlesOf(name: string, text: string): readonly Needle[] {
  const utf8 = Buffer.from(text);
  const inBase64 = [0, 1, 2].map((shift) => {
    const encoded = Buffer.concat([Buffer.alloc(shift), utf8]).toString('base64');
    // The first and last letters depend on what stands before and after.
    return Buffer.from(encoded.slice(shift === 0 ? 0 : 4, encoded.length - 4));
  });
  return [
    { name: `${name} in UTF-8`, bytes: utf8 },
    { name: `${name} in UTF-16`, bytes: Buffer.from(text, 'utf16le') },
    ...inBase64.filter(({ length }) => length >= 8).map((bytes, shift) => ({ name: `${name} in base64 (${shift})`, bytes })),
  ];
}

/** Looks for the needles in the content and the names of every file below the directories, whoever owns them. */
export function scan(directories: readonly string[], needles: readonly Needle[]): readonly Found[] {
  const files = directories.flatMap((directory) => filesBelow(directory).map(({ path }) => path));
  return files.flatMap((file) => scanFile(file, needles));
}

/** Looks for the needles in single files, such as those that appeared in the temporary directory meanwhile. */
export function scanFile(file: string, needles: readonly Needle[]): readonly Found[] {
  const content = readOrNothing(file);
  return needles
    .filter(({ bytes }) => content.includes(bytes) || file.includes(bytes.toString()))
    .map(({ name }) => ({ needle: name, file }));
}

/** Files directly in the system's temporary directory that were written since a moment. */
export function temporaryFilesSince(ms: number): readonly string[] {
  return readdirSync(tmpdir(), { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => join(tmpdir(), name))
    .filter((file) => (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0) >= ms);
}

function readOrNothing(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch {
    return Buffer.alloc(0); // gone meanwhile
  }
}
