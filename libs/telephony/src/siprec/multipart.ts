/** A part of a body: media type in lower case without parameters, and its octets after its transfer encoding. */
export interface BodyPart {
  readonly type: string;
  readonly content: Buffer;
}

/** `boundaryReplaced`: the declared boundary does not occur, or there is none; the delimiter that does occur was taken. */
export interface MultipartBody {
  readonly parts: readonly BodyPart[];
  readonly boundaryReplaced: boolean;
}

type Refused = { readonly refused: 'too-many-parts' | 'malformed' };

const MAX_PARTS = 64;
/** Lines that could be delimiters, of this level or of those in it. */
const MAX_DELIMITERS = 512;
const MAX_DEPTH = 8;
const MAX_HEADER_OCTETS = 8192;
/** RFC 3261 §7.3.3: a part may use the compact forms as well, and some do. */
const COMPACT: ReadonlyMap<string, string> = new Map([
  ['c', 'content-type'],
  ['l', 'content-length'],
  ['e', 'content-encoding'],
]);

/**
 * Takes a multipart body apart (RFC 2046 §5.1), multiparts in it as well. Lines may end in CR LF or in LF; a length that a part
 * states is not believed, since the delimiter tells where it ends. The octets are passed over once for each of at most eight levels.
 */
export function splitMultipart(contentType: string, body: Buffer, depth = 0): MultipartBody | Refused {
  if (depth >= MAX_DEPTH) return { refused: 'malformed' };
  const delimiters = delimitersOf(body);
  if (delimiters.length > MAX_DELIMITERS) return { refused: 'too-many-parts' };
  const declared = boundaryOf(contentType);
  const known = declared !== undefined && delimiters.some(({ boundary }) => isDelimiter(boundary, declared));
  const boundary = known ? declared : delimiters[0]?.boundary;
  if (boundary === undefined) return { refused: 'malformed' };
  const own = delimiters.filter((line) => isDelimiter(line.boundary, boundary));
  if (own.length > MAX_PARTS) return { refused: 'too-many-parts' };
  return { ...unfolded(slicesOf(body, own, boundary), depth), boundaryReplaced: !known };
}

/** The media type of a header value, in lower case and without parameters. */
export function mediaTypeOf(contentType: string | undefined): string | undefined {
  const type = contentType?.split(';', 1)[0]?.trim().toLowerCase();
  return type === '' ? undefined : type;
}

interface DelimiterLine {
  readonly boundary: string;
  /** Where the line begins, and where the next one does. */
  readonly from: number;
  readonly to: number;
}

/** Every line that begins with `--`; one more than can be parts is enough to know that they are too many. */
function delimitersOf(body: Buffer): readonly DelimiterLine[] {
  const lines: DelimiterLine[] = [];
  for (let from = 0; from < body.length && lines.length <= MAX_DELIMITERS;) {
    const end = body.indexOf(10, from);
    const to = end < 0 ? body.length : end + 1;
    if (body[from] === 45 && body[from + 1] === 45) lines.push({ boundary: lineOf(body, from + 2, to), from, to });
    from = to;
  }
  return lines;
}

const lineOf = (body: Buffer, from: number, to: number): string =>
  body.toString('latin1', from, Math.min(to, from + 256)).trimEnd();

const isDelimiter = (line: string, boundary: string): boolean => line === boundary || line === `${boundary}--`;

function slicesOf(body: Buffer, lines: readonly DelimiterLine[], boundary: string): readonly Buffer[] {
  const slices: Buffer[] = [];
  for (const [at, line] of lines.entries()) {
    if (line.boundary === `${boundary}--`) break;
    slices.push(withoutLineEnd(body.subarray(line.to, lines[at + 1]?.from ?? body.length)));
  }
  return slices;
}

/** The line end before a delimiter belongs to the delimiter. */
function withoutLineEnd(slice: Buffer): Buffer {
  if (slice.at(-1) !== 10) return slice;
  return slice.subarray(0, slice.at(-2) === 13 ? -2 : -1);
}

function unfolded(slices: readonly Buffer[], depth: number): { readonly parts: readonly BodyPart[] } {
  const parts = slices.flatMap((slice): readonly BodyPart[] => {
    const { headers, content } = headersOf(slice);
    const contentType = headers.get('content-type') ?? 'text/plain';
    const type = mediaTypeOf(contentType) ?? 'text/plain';
    if (!type.startsWith('multipart/')) return [{ type, content: transferDecoded(content, headers) }];
    const inner = splitMultipart(contentType, content, depth + 1);
    return 'refused' in inner ? [] : inner.parts;
  });
  return { parts };
}

/** Header lines end at the first empty line; a line that begins with a space goes on the one before. */
function headersOf(slice: Buffer): { readonly headers: ReadonlyMap<string, string>; readonly content: Buffer } {
  const lines: string[] = [];
  let from = 0;
  while (from < slice.length && from < MAX_HEADER_OCTETS) {
    const end = slice.indexOf(10, from);
    const to = end < 0 ? slice.length : end + 1;
    const line = slice.toString('latin1', from, Math.min(to, from + MAX_HEADER_OCTETS)).trimEnd();
    from = to;
    if (line === '') break;
    if (/^[ \t]/.test(line) && lines.length > 0) lines.push(`${lines.pop() ?? ''} ${line.trim()}`);
    else lines.push(line);
  }
  return { headers: new Map(lines.flatMap(headerOf).reverse()), content: slice.subarray(from) };
}

function headerOf(line: string): readonly (readonly [string, string])[] {
  const colon = line.indexOf(':');
  if (colon < 0) return [];
  const name = line.slice(0, colon).trim().toLowerCase();
  return [[COMPACT.get(name) ?? name, line.slice(colon + 1).trim()]];
}

function transferDecoded(content: Buffer, headers: ReadonlyMap<string, string>): Buffer {
  const encoding = headers.get('content-transfer-encoding')?.toLowerCase();
  if (encoding === 'base64') return Buffer.from(content.toString('latin1'), 'base64');
  if (encoding !== 'quoted-printable') return content;
  return unquoted(content);
}

/** Quoted-printable (RFC 2045 §6.7): `=41` is an octet, `=` before a line end is nothing. */
function unquoted(content: Buffer): Buffer {
  const octets = Buffer.alloc(content.length);
  let length = 0;
  for (let at = 0; at < content.length;) {
    const escape = content[at] === 61 ? content.toString('latin1', at + 1, at + 3) : '';
    const [softBreak] = /^\r?\n/.exec(escape) ?? [];
    const isHex = /^[\da-f]{2}$/i.test(escape);
    if (softBreak === undefined) length = octets.writeUInt8(isHex ? Number.parseInt(escape, 16) : (content[at] ?? 0), length);
    at += 1 + (isHex ? 2 : (softBreak?.length ?? 0));
  }
  return octets.subarray(0, length);
}

/** The value of the `boundary` parameter, quoted or not. */
function boundaryOf(contentType: string): string | undefined {
  for (const parameter of contentType.slice(0, MAX_HEADER_OCTETS).split(';').slice(1)) {
    const [name = '', ...value] = parameter.split('=');
    if (name.trim().toLowerCase() !== 'boundary') continue;
    const boundary = value.join('=').trim();
    return boundary.startsWith('"') ? quotedOf(contentType) : boundary;
  }
  return undefined;
}

/** A quoted boundary may hold a `;`, which the parameters were split at. */
function quotedOf(contentType: string): string | undefined {
  const open = contentType.indexOf('"', contentType.toLowerCase().indexOf('boundary'));
  const close = contentType.indexOf('"', open + 1);
  return contentType.slice(open + 1, close < 0 ? undefined : close).replaceAll('\\', '');
}
