import PostalMime from 'postal-mime';

/** What was odd about a body. None of these loses the call by itself: the caller records, flags and shows them. */
export type BodyProblem =
  | 'too-large'
  | 'too-many-parts'
  | 'malformed'
  | 'content-type-missing'
  | 'boundary-mismatch'
  | 'legacy-metadata-type'
  | 'several-offers'
  | 'no-sdp'
  | 'no-metadata';

export interface SiprecBody {
  readonly sdp?: string;
  readonly metadata?: string;
  readonly problems: readonly BodyProblem[];
}

interface Part {
  readonly type: string;
  readonly text: string;
}

const MAX_OCTETS = 256 * 1024;
const MAX_DELIMITERS = 64;
const MAX_DEPTH = 8;
const METADATA_TYPES = ['application/rs-metadata+xml', 'application/rs-metadata'];

/**
 * Finds the offer and the recording metadata in the body of a SIPREC request (RFC 7866 §9.1), in whatever order and
 * among whatever other parts. Never throws. A boundary parameter that does not occur in the body is replaced by the
 * delimiter that does. Bounded to 256 KiB, 64 delimiter lines and 8 levels of nesting.
 */
export async function parseSiprecBody(contentType: string | undefined, bytes: Uint8Array): Promise<SiprecBody> {
  if (bytes.length > MAX_OCTETS) return { problems: ['too-large'] };
  const type = mediaTypeOf(contentType);
  if (type === undefined) return withoutContentType(bytes);
  if (!type.startsWith('multipart/')) return collect([{ type, text: decode(bytes) }], []);
  return parseMultipart(singleLine(contentType ?? ''), bytes);
}

function withoutContentType(bytes: Uint8Array): SiprecBody {
  const text = decode(bytes);
  return collect(text.startsWith('v=0') ? [{ type: 'application/sdp', text }] : [], ['content-type-missing']);
}

async function parseMultipart(contentType: string, bytes: Uint8Array): Promise<SiprecBody> {
  const text = decodeOctets(bytes);
  const delimiters = [...text.matchAll(/^--([^\r\n]*)/gm)].map((match) => (match[1] ?? '').trimEnd());
  if (delimiters.length > MAX_DELIMITERS) return { problems: ['too-many-parts'] };
  const found = delimiters[0];
  const declared = boundaryOf(contentType);
  if (found === undefined || declared === undefined || delimiters.includes(declared)) {
    return collectFrom(contentType, bytes, declared === undefined ? ['boundary-mismatch'] : []);
  }
  return collectFrom(`multipart/mixed; boundary="${found.replaceAll('"', '')}"`, bytes, ['boundary-mismatch']);
}

async function collectFrom(contentType: string, bytes: Uint8Array, problems: readonly BodyProblem[]): Promise<SiprecBody> {
  try {
    return collect(await splitParts(contentType, bytes), problems);
  } catch {
    return { problems: [...problems, 'malformed'] };
  }
}

/** A MIME parser wants a whole message; a SIP body is one whose only header is its content type. */
async function splitParts(contentType: string, bytes: Uint8Array): Promise<readonly Part[]> {
  const header = new TextEncoder().encode(`Content-Type: ${contentType}\r\n\r\n`);
  const message = new Uint8Array(header.length + bytes.length);
  message.set(header);
  message.set(bytes, header.length);
  const parsed = await PostalMime.parse(message, { maxNestingDepth: MAX_DEPTH });
  return parsed.attachments.map(({ mimeType, content }) => ({
    type: mimeType.toLowerCase(),
    text: typeof content === 'string' ? content : decode(new Uint8Array(content)),
  }));
}

function collect(parts: readonly Part[], before: readonly BodyProblem[]): SiprecBody {
  const problems: BodyProblem[] = [...before];
  const offers = parts.filter(({ type }) => type === 'application/sdp');
  const metadata = parts.find(({ type }) => METADATA_TYPES.includes(type));
  if (offers.length > 1) problems.push('several-offers');
  if (metadata?.type === 'application/rs-metadata') problems.push('legacy-metadata-type');
  if (!offers[0]) problems.push('no-sdp');
  if (!metadata) problems.push('no-metadata');
  return { ...(offers[0] && { sdp: offers[0].text }), ...(metadata && { metadata: metadata.text.trim() }), problems };
}

function mediaTypeOf(contentType: string | undefined): string | undefined {
  const type = contentType?.split(';', 1)[0]?.trim().toLowerCase();
  return type === '' ? undefined : type;
}

function boundaryOf(contentType: string): string | undefined {
  const match = /;\s*boundary\s*=\s*(?:"([^"]*)"|([^\s;]+))/i.exec(contentType);
  return match?.[1] ?? match?.[2];
}

const singleLine = (value: string): string => value.replace(/[\r\n]+/g, ' ');
const decode = (bytes: Uint8Array): string => new TextDecoder('utf-8').decode(bytes);
const decodeOctets = (bytes: Uint8Array): string => new TextDecoder('latin1').decode(bytes);
