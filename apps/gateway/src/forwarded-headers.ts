import type { IncomingHttpHeaders } from 'node:http';

/** Request headers that an API may see. Whatever else a client sends, forged `x-forwarded-…` above all, ends here. */
const passed = new Set([
  'accept',
  'accept-language',
  'authorization',
  'content-disposition',
  'content-length',
  'content-type',
  'idempotency-key',
  'if-match',
  'if-modified-since',
  'if-none-match',
  'if-range',
  'last-event-id',
  'origin',
  'range',
  'sec-fetch-dest',
  'sec-fetch-mode',
  'sec-fetch-site',
  'traceparent',
]);

/** The only cookie of the product: the opaque id of a server-side session. */
const sessionCookie = '__Host-voxkeep';

/** Facts about the connection that the front door vouches for. */
export interface Arrival {
  readonly address: string;
  readonly requestId: string;
}

/**
 * The headers with which a request goes on to an API: a short list, the session cookie and no other, our own `x-voxkeep-…`
 * headers, and who really connected. The gateway never adds an identity; every API decides that itself (02).
 */
export function forwardedHeaders(given: IncomingHttpHeaders, arrival: Arrival): IncomingHttpHeaders {
  const headers: IncomingHttpHeaders = {};
  for (const [name, value] of Object.entries(given)) {
    if (passed.has(name) || name.startsWith('x-voxkeep-')) headers[name] = value;
  }
  const cookie = sessionCookieOf(given.cookie);
  return {
    ...headers,
    ...(cookie === undefined ? {} : { cookie }),
    ...(given.host === undefined ? {} : { host: given.host, 'x-forwarded-host': given.host }),
    'x-forwarded-for': arrival.address,
    'x-forwarded-proto': 'https',
    'x-request-id': arrival.requestId,
  };
}

function sessionCookieOf(header: string | undefined): string | undefined {
  const pairs = (header ?? '').split(';').map((pair) => pair.trim());
  return pairs.find((pair) => pair.startsWith(`${sessionCookie}=`));
}

const ofOneConnection = [
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'server',
  'x-powered-by',
];

/** The headers of an API's answer without those that belong to one connection (RFC 9110 §7.6.1) or tell what runs behind. */
export function answeredHeaders(given: IncomingHttpHeaders): IncomingHttpHeaders {
  return Object.fromEntries(Object.entries(given).filter(([name]) => !ofOneConnection.includes(name)));
}
