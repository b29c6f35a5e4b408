import type { IncomingRequestMessage } from 'sip.js/lib/core/index.js';
import type { Offer, SipSource } from './endpoint.js';

/** What a request carried, kept before the library sees it. */
export interface ReceivedBody {
  readonly source: SipSource;
  readonly contentType: string | undefined;
  readonly body: Uint8Array;
  readonly carriesSdp: boolean;
}

const METADATA = /rs-metadata|recording-metadata/i;
const SDP_TYPE = 'application/sdp';
const bodies = new WeakMap<IncomingRequestMessage, ReceivedBody>();

/**
 * Keeps the body of a request and leaves the library only the fact that there is an offer. Its offer/answer machine
 * knows `application/sdp` alone: with a multipart it would take our answer for an offer and lock the dialog.
 */
export function setBodyAside(message: IncomingRequestMessage, source: SipSource): void {
  const contentType = message.getHeader('content-type');
  const body = Buffer.from(message.body, 'latin1');
  const carriesSdp = body.length > 0 && hasSdp(contentType, message.body);
  bodies.set(message, { source, contentType, body, carriesSdp });
  message.body = carriesSdp ? 'v=0' : '';
  if (carriesSdp)
    message.headers['Content-Type'] = [{ raw: SDP_TYPE, parsed: SDP_TYPE }]; // or the library reads it by its grammar
  else Reflect.deleteProperty(message.headers, 'Content-Type');
}

/** The request as the handler sees it. Header values are UTF-8 on the wire (RFC 3261 §7.3.1). */
export function offerOf(message: IncomingRequestMessage, unmarked = false): Offer {
  const { source, contentType, body } = receivedBodyOf(message);
  const headers = (name: string): readonly string[] =>
    message.getHeaders(name).map((value) => Buffer.from(value, 'latin1').toString('utf8'));
  const [userAgent] = headers('user-agent');
  return { callId: message.callId, source, ...(userAgent && { userAgent }), headers, contentType, body, unmarked };
}

export function receivedBodyOf(message: IncomingRequestMessage): ReceivedBody {
  const kept = bodies.get(message);
  if (!kept) throw new Error('sip.body-not-kept');
  return kept;
}

/**
 * Whether the sender says or shows that it is a session recording client: RFC 7866 §6.1, older forms of Contact, or metadata under
 * any of the names that clients give them.
 */
export function isMarked(message: IncomingRequestMessage): boolean {
  const required = message.getHeaders('require').join(',').toLowerCase();
  const contact = message.getHeader('contact') ?? '';
  const { contentType, body } = receivedBodyOf(message);
  return (
    required.includes('siprec') ||
    /;[ \t]*\+?(?:sip\.)?src\b/i.test(contact) ||
    METADATA.test(contentType ?? '') ||
    METADATA.test(Buffer.from(body).toString('latin1'))
  );
}

function hasSdp(contentType: string | undefined, body: string): boolean {
  if (/^\s*application\/sdp\b/i.test(contentType ?? '')) return true;
  return /^(?:content-type|c)[ \t]*:\s*application\/sdp\b/im.test(body) || (contentType === undefined && body.startsWith('v=0'));
}
