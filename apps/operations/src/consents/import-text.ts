import { TextDecoder } from 'node:util';
import { http } from '@voxkeep/contracts';
import { unprocessable } from '@voxkeep/platform';

export type FileEncoding = (typeof http.consentFileEncodings)[number];

/** A file as text, and how it was read. */
export interface ImportText {
  readonly encoding: FileEncoding;
  readonly text: string;
}

const marks: readonly (readonly [FileEncoding, readonly number[]])[] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];

/**
 * Reads a file. Without a word about its encoding this is guessed: by its byte order mark, by zero bytes as UTF-16 has them, as UTF-8 when
 * it is, else as the code page of Western Europe. Throws 422 `import.encoding` when the stated encoding does not fit.
 */
export function readImportText(bytes: Buffer, stated: FileEncoding | undefined): ImportText {
  const encoding = stated ?? guessEncoding(bytes);
  try {
    return { encoding, text: new TextDecoder(encoding, { fatal: true }).decode(bytes) };
  } catch {
    throw unprocessable([{ path: 'file', problem: 'encoding' }], 'import.encoding');
  }
}

/** The encoding that a file most likely has. */
export function guessEncoding(bytes: Buffer): FileEncoding {
  const marked = marks.find(([, mark]) => mark.every((octet, at) => bytes[at] === octet));
  if (marked) return marked[0];
  const zeros = [...bytes.subarray(0, 400)].map((octet, at) => (octet === 0 ? at % 2 : -1));
  const odd = zeros.filter((place) => place === 1).length;
  const even = zeros.filter((place) => place === 0).length;
  if (odd > 20 && even === 0) return 'utf-16le';
  if (even > 20 && odd === 0) return 'utf-16be';
  return isUtf8(bytes) ? 'utf-8' : 'windows-1252';
}

function isUtf8(bytes: Buffer): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}
