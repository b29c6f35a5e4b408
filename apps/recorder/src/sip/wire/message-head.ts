import { LIMITS } from './limits.js';

/** A header by its long name in small letters; its value unfolded and trimmed, one character per octet. */
export interface HeaderLine {
  readonly name: string;
  readonly value: string;
}

export type HeadFault = 'incomplete' | 'too-long' | 'too-many-lines' | 'malformed';

/** What stands before the body. With a `fault`, the headers are those that could be read, enough to refuse the rest. */
export interface MessageHead {
  readonly startLine: string;
  readonly headers: readonly HeaderLine[];
  /** Octets up to the body. */
  readonly octets: number;
  readonly fault?: HeadFault;
}

export interface RequestLine {
  readonly method: string;
  readonly uri: string;
  readonly version: string;
}

/** RFC 3261 §7.3.3 and the registrations after it. */
const LONG_NAMES: ReadonlyMap<string, string> = new Map([
  ['a', 'accept-contact'],
  ['b', 'referred-by'],
  ['c', 'content-type'],
  ['d', 'request-disposition'],
  ['e', 'content-encoding'],
  ['f', 'from'],
  ['i', 'call-id'],
  ['j', 'reject-contact'],
  ['k', 'supported'],
  ['l', 'content-length'],
  ['m', 'contact'],
  ['n', 'identity-info'],
  ['o', 'event'],
  ['r', 'refer-to'],
  ['s', 'subject'],
  ['t', 'to'],
  ['u', 'allow-events'],
  ['v', 'via'],
  ['x', 'session-expires'],
  ['y', 'identity'],
]);
const NAME = /^[\w!%*+`'~.-]+$/;
const BREAKS = [13, 10];
const BLANKS = ' \t\r\n';
const MOST_BREAKS = 64;
const TOO_LONG = { headers: [], fault: 'too-long' } as const;

/**
 * Reads the head of a message in one pass, joining folded lines (RFC 3261 §7.3.1) on the way. Looks at no more than `most` octets,
 * each a bounded number of times, whatever they are.
 */
export function readHead(bytes: Buffer, most: number = LIMITS.head): MessageHead {
  const start = firstOctet(bytes);
  const seen = bytes.subarray(start, start + most);
  const end = seen.indexOf('\r\n\r\n');
  const [startLine = '', ...lines] = seen.toString('latin1', 0, end < 0 ? seen.length : end + 2).split('\r\n', LIMITS.lines + 2);
  const rest = lines.pop() ?? ''; // nothing, or the line at which reading stopped
  const { headers, fault = faultOf(end >= 0, seen.length < most, rest) } =
    startLine.length > LIMITS.value ? TOO_LONG : readLines(lines);
  return { startLine, headers, octets: start + end + 4, ...(fault && { fault }) };
}

/** The values of a header in order, by its long name in small letters. */
export const valuesOf = ({ headers }: MessageHead, name: string): readonly string[] =>
  headers.filter((header) => header.name === name).map(({ value }) => value);

/** The first value of a header, by its long name in small letters. */
export const valueOf = ({ headers }: MessageHead, name: string): string | undefined =>
  headers.find((header) => header.name === name)?.value;

/** The parts of a request line; undefined for a response or nonsense. */
export function requestLineOf({ startLine }: Pick<MessageHead, 'startLine'>): RequestLine | undefined {
  const first = startLine.indexOf(' ');
  const last = startLine.lastIndexOf(' ');
  const method = startLine.slice(0, first);
  const version = /^SIP\/(\d{1,3}\.\d{1,3})$/i.exec(startLine.slice(last + 1))?.[1];
  if (first < 1 || last === first || version === undefined || !NAME.test(method)) return undefined;
  return { method, uri: startLine.slice(first + 1, last), version };
}

/** Whether a name of a header or parameter would change what kind of object the library keeps it in. */
export const isKind = (name: string): boolean => name.toLowerCase() === '__proto__';

/** Whether a To or From says which dialog it belongs to, by a parameter of its own: a name in quotes or a URI may hold the same text. */
export function hasTag(address = ''): boolean {
  const plain = withoutQuoted(address);
  const open = plain.indexOf('<');
  return /;[ \t]*tag[ \t]*=/i.test(open < 0 ? plain : plain.slice(plain.indexOf('>', open) + 1));
}

/**
 * A text of octets without the blanks and line ends around it, and nothing else taken off: what is a blank in other encodings is the last
 * octet of a character in UTF-8 (0xA0 of "à").
 */
export function trimmed(text: string): string {
  let from = 0;
  let to = text.length;
  while (from < to && BLANKS.includes(text.charAt(from))) from += 1;
  while (to > from && BLANKS.includes(text.charAt(to - 1))) to -= 1;
  return text.slice(from, to);
}

/** A quote that is not closed reaches to the end. */
function withoutQuoted(text: string): string {
  const plain: string[] = [];
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (quoted && character === '\\') at += 1;
    else if (character === '"') quoted = !quoted;
    else if (!quoted) plain.push(character);
  }
  return plain.join('');
}

/** RFC 3261 §7.5: empty lines may stand before a start line. */
function firstOctet(bytes: Buffer): number {
  let at = 0;
  while (at < MOST_BREAKS && BREAKS.includes(bytes[at] ?? 0)) at += 1;
  return at;
}

function faultOf(hasEnd: boolean, sawAll: boolean, rest: string): HeadFault | undefined {
  if (hasEnd) return rest === '' ? undefined : 'too-many-lines';
  return sawAll ? 'incomplete' : 'too-long';
}

function readLines(lines: readonly string[]): { readonly headers: readonly HeaderLine[]; readonly fault?: HeadFault } {
  const headers: HeaderLine[] = [];
  for (let at = 0; at < lines.length;) {
    const folded = [lines[at] ?? ''];
    at += 1;
    for (; isFolded(lines[at]); at += 1) folded.push(trimmed(lines[at] ?? ''));
    const header = headerIn(folded.length === 1 ? (folded[0] ?? '') : folded.join(' '));
    if (typeof header === 'string') return { headers, fault: header };
    headers.push(header);
  }
  return { headers };
}

const isFolded = (line: string | undefined): boolean => line !== undefined && (line.startsWith(' ') || line.startsWith('\t'));

function headerIn(line: string): HeaderLine | HeadFault {
  const colon = line.indexOf(':');
  const given = line.slice(0, Math.max(0, colon)).trimEnd().toLowerCase(); // no name ends in an octet beyond ASCII
  if (!NAME.test(given) || isKind(given)) return 'malformed';
  if (line.length - colon > LIMITS.value) return 'too-long';
  const value = trimmed(line.slice(colon + 1));
  if (value.includes('\r') || value.includes('\n') || value.includes('\0')) return 'malformed';
  return { name: LONG_NAMES.get(given) ?? given, value };
}
