import type { Body, ResponseOptions } from 'sip.js/lib/core/index.js';
import type { Rejection } from './endpoint.js';

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
      ...(warning === undefined ? [] : [`Warning: ${warningOf(warning)}`]),
    ],
  };
}

/** RFC 3261 §20.43: a code of three digits, who warns, and a text in quotes; 399 when no code stands before the text. */
function warningOf(warning: string): string {
  const [, code = '399', text = ''] = /^(?:([3]\d\d) )?(.*)$/.exec(oneLine(warning)) ?? [];
  return `${code} voxkeep "${text.replace(/["\\]/g, ' ')}"`;
}

const oneLine = (text: string): string => text.replace(/[\r\n]+/g, ' ');
