import { TextDecoder } from 'node:util';
import { HttpProblem, unprocessable } from '@voxkeep/platform';

/** Largest file of a call list in bytes. */
export const uploadLimit = 10 * 1024 * 1024;

/** Longest first line that is looked at for the separator, in characters. */
const longestHeader = 64 * 1024;
const separators = [',', ';', '\t'] as const;
export type Separator = (typeof separators)[number];

/**
 * Reads a file as UTF-8 with or without a byte order mark. Throws 422 `import.encoding` for anything else, and 413
 * `import.too-large` beyond the limit.
 */
export async function* decodeText(bytes: AsyncIterable<Buffer>): AsyncGenerator<string, void> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let read = 0;
  for await (const part of bytes) {
    read += part.length;
    if (read > uploadLimit) throw new HttpProblem(413, 'import.too-large');
    yield decoded(() => decoder.decode(part, { stream: true }));
  }
  yield decoded(() => decoder.decode());
}

function decoded(decode: () => string): string {
  try {
    return decode();
  } catch {
    throw unprocessable([], 'import.encoding');
  }
}

/** The separator that the first line uses most, outside of quotes; a comma when there is none. */
export function guessSeparator(text: string): Separator {
  const bare = (text.split(/\r?\n/, 1)[0] ?? '').replace(/"[^"]*"/g, '');
  const counted = separators.map((separator) => ({ separator, count: bare.split(separator).length }));
  return counted.reduce((most, next) => (next.count > most.count ? next : most), { separator: ',', count: 1 }).separator;
}

/** Reads on until the first line is complete; `text` gives everything again from the start. */
export async function withSeparator(
  parts: AsyncGenerator<string, void>,
): Promise<{ readonly separator: Separator; readonly text: AsyncGenerator<string, void> }> {
  let begun = '';
  while (!begun.includes('\n') && begun.length < longestHeader) {
    const next = await parts.next();
    if (next.done === true) break;
    begun += next.value;
  }
  return { separator: guessSeparator(begun), text: resumed(begun, parts) };
}

async function* resumed(begun: string, rest: AsyncGenerator<string, void>): AsyncGenerator<string, void> {
  yield begun;
  yield* rest;
}
