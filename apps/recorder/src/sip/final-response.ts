import type { Body, ResponseOptions } from 'sip.js/lib/core/index.js';
import type { Answer } from './endpoint.js';

/** An SDP as the library wants a body. */
export const sdpBody = (sdp: string): Body => ({ contentDisposition: 'session', contentType: 'application/sdp', content: sdp });

/** The library's options for a refusal; a status outside 400–699 becomes 500. */
export function refusalOptions({ status, reason, retryAfter }: Extract<Answer, { reject: unknown }>['reject']): ResponseOptions {
  const statusCode = Number.isInteger(status) && status >= 400 && status <= 699 ? status : 500;
  return {
    statusCode,
    reasonPhrase: reason.replace(/[\r\n]+/g, ' '),
    ...(retryAfter !== undefined && { extraHeaders: [`Retry-After: ${Math.ceil(retryAfter)}`] }),
  };
}
