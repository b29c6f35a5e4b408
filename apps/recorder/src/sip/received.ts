import type { IncomingRequestMessage } from 'sip.js/lib/core/index.js';
import type { Offer, SipSource } from './endpoint.js';

/** What a request carried, kept before the library sees it. */
export interface ReceivedBody {
  readonly source: SipSource;
  readonly contentType: string | undefined;
  readonly body: Uint8Array;
  readonly carriesSdp: boolean;
}

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
  Reflect.deleteProperty(message.headers, 'Content-Disposition');
  if (carriesSdp) {
    message.setHeader('content-type', 'application/sdp');
  } else {
    message.body = '';
    Reflect.deleteProperty(message.headers, 'Content-Type');
  }
}

/** The request as the handler sees it. Header values are UTF-8 on the wire (RFC 3261 §7.3.1). */
export function offerOf(message: IncomingRequestMessage): Offer {
  const { source, contentType, body } = receivedBodyOf(message);
  const headers = (name: string): readonly string[] =>
    message.getHeaders(name).map((value) => Buffer.from(value, 'latin1').toString('utf8'));
  const [userAgent] = headers('user-agent');
  return { callId: message.callId, source, ...(userAgent && { userAgent }), headers, contentType, body };
}

export function receivedBodyOf(message: IncomingRequestMessage): ReceivedBody {
  const kept = bodies.get(message);
  if (!kept) throw new Error('sip.body-not-kept');
  return kept;
}

/** Whether the sender says or shows that it is a session recording client (RFC 7866 §6.1, and older Contact forms). */
export function isSiprec(message: IncomingRequestMessage): boolean {
  const required = message.getHeaders('require').join(',').toLowerCase();
  const contact = message.getHeader('contact') ?? '';
  const { contentType, body } = receivedBodyOf(message);
  return (
    required.includes('siprec') ||
    /;\s*\+?(?:sip\.)?src\b/i.test(contact) ||
    /rs-metadata/i.test(contentType ?? '') ||
    Buffer.from(body).includes('rs-metadata')
  );
}

function hasSdp(contentType: string | undefined, body: string): boolean {
  if (/^\s*application\/sdp\b/i.test(contentType ?? '')) return true;
  return /^content-type\s*:\s*application\/sdp\b/im.test(body) || (contentType === undefined && body.startsWith('v=0'));
}
