import { mediaTypeOf, splitMultipart, type BodyPart } from './multipart.js';

/** What was odd about a body. None of these loses the call by itself: the caller records, flags and shows them. */
export type BodyProblem =
  | 'too-large'
  | 'too-many-parts'
  | 'malformed'
  | 'content-type-missing'
  | 'boundary-mismatch'
  | 'legacy-metadata-type'
  | 'odd-metadata-type'
  | 'several-offers'
  | 'no-sdp'
  | 'no-metadata';

export interface SiprecBody {
  readonly sdp?: string;
  readonly metadata?: string;
  readonly problems: readonly BodyProblem[];
}

const MAX_OCTETS = 256 * 1024;
const STANDARD = 'application/rs-metadata+xml';
const LEGACY = 'application/rs-metadata';
/** Types of any document, which may be this one by its root element. */
const GENERIC = ['text/xml', 'application/xml'];
/** Types under which vendors send the same document. */
const ODD = ['application/recording-metadata+xml', 'application/recording-metadata', ...GENERIC];
const hasOwnRoot = /<(?:[\w.-]{1,64}:)?recording(?:_metadata)?[\s/>]/;

/**
 * Finds the offer and the recording metadata in the body of a SIPREC request (RFC 7866 §9.1), in whatever order and
 * among whatever other parts, whatever their dispositions say. Never throws. A boundary parameter that is missing or does not
 * occur in the body is replaced by the delimiter that does. Bounded to 256 KiB, 64 parts and 8 levels of nesting.
 */
export function parseSiprecBody(contentType: string | undefined, bytes: Uint8Array): SiprecBody {
  if (bytes.length > MAX_OCTETS) return { problems: ['too-large'] };
  const body = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const type = mediaTypeOf(contentType);
  if (type === undefined) return withoutContentType(body);
  if (!type.startsWith('multipart/')) return collect([{ type, content: body }], []);
  const split = splitMultipart((contentType ?? '').replaceAll(/[\r\n]+/g, ' '), body);
  if ('refused' in split) return { problems: [split.refused] };
  return collect(split.parts, split.boundaryReplaced ? ['boundary-mismatch'] : []);
}

function withoutContentType(body: Buffer): SiprecBody {
  const isSdp = body.subarray(0, 3).toString('latin1') === 'v=0';
  return collect(isSdp ? [{ type: 'application/sdp', content: body }] : [], ['content-type-missing']);
}

function collect(parts: readonly BodyPart[], before: readonly BodyProblem[]): SiprecBody {
  const problems: BodyProblem[] = [...before];
  const offers = parts.filter(({ type }) => type === 'application/sdp');
  const metadata = [STANDARD, LEGACY, ...ODD].flatMap((type) => parts.find((part) => isMetadata(part, type)) ?? [])[0];
  if (offers.length > 1) problems.push('several-offers');
  if (metadata?.type === LEGACY) problems.push('legacy-metadata-type');
  if (metadata && ODD.includes(metadata.type)) problems.push('odd-metadata-type');
  if (!offers[0]) problems.push('no-sdp');
  if (!metadata) problems.push('no-metadata');
  return {
    ...(offers[0] && { sdp: textOf(offers[0]) }),
    ...(metadata && { metadata: textOf(metadata).trim() }),
    problems,
  };
}

/** A foreign document under a type of any document says nothing of who is in the call, and is not metadata that cannot be read. */
function isMetadata(part: BodyPart, type: string): boolean {
  return part.type === type && (!GENERIC.includes(type) || hasOwnRoot.test(textOf(part)));
}

const textOf = ({ content }: BodyPart): string => new TextDecoder('utf-8').decode(content);
