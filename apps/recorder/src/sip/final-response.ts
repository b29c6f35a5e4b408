import type { Body, ResponseOptions } from 'sip.js/lib/core/index.js';
import type { Rejection, SipWarning } from './endpoint.js';

/** A refusal that may carry header lines of the protocol itself. */
export interface ProtocolRejection extends Rejection {
  readonly headers?: readonly string[];
}

/** An SDP as the library wants a body. */
export const sdpBody = (sdp: string): Body => ({ contentDisposition: 'session', contentType: 'application/sdp', content: sdp });

/** The library's options for a refusal; a status outside 400–699 becomes 500. */
export function refusalOptions({ status, reason, retryAfter, warning, headers = [] }: ProtocolRejection): ResponseOptions {
  const statusCode = Number.isInteger(status) && status >= 400 && status <= 699 ? status : 500;
  return {
    statusCode,
    reasonPhrase: oneLine(reason),
    extraHeaders: [
      ...headers,
      ...(retryAfter === undefined ? [] : [`Retry-After: ${Math.ceil(retryAfter)}`]),
      ...warningHeaders(warning),
    ],
  };
}

/** The header that says a warning; none without one. */
export function warningHeaders(warning: SipWarning | undefined): readonly string[] {
  return warning ? [`Warning: ${warning.code} voxkeep "${oneLine(warning.text).replace(/["\\]/g, ' ')}"`] : [];
}

const oneLine = (text: string): string => text.replace(/[\r\n]+/g, ' ');
