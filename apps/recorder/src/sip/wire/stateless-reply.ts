import { createHash } from 'node:crypto';
import { headerValue, headerValues, requestLineOf } from './message-text.js';

/** A final response that needs no transaction; `headers` are whole lines without CRLF. */
export interface Refusal {
  readonly status: number;
  readonly reason: string;
  readonly headers?: readonly string[];
}

const ECHOED = ['From', 'To', 'Call-ID', 'CSeq'] as const;

/**
 * The text of a response to a request that the library will not see, or undefined when none may be sent: to a response,
 * to an ACK, or when the request lacks what a response repeats. A repeated request gets the same To tag (RFC 3261 §8.2.7).
 */
export function statelessReply(request: string, { status, reason, headers = [] }: Refusal): string | undefined {
  const method = requestLineOf(request)?.method;
  if (method === undefined || method === 'ACK') return undefined;
  const vias = headerValues(request, 'via');
  const echoed = ECHOED.map((name) => ({ name, value: headerValue(request, name) ?? '' }));
  if (vias.length === 0 || echoed.some(({ value }) => value === '')) return undefined;
  const seed = [...vias, ...echoed.map(({ value }) => value)].join();
  const lines = echoed.map(
    ({ name, value }) => `${name}: ${name === 'To' && !/;\s*tag\s*=/i.test(value) ? `${value};tag=${tagFor(seed)}` : value}`,
  );
  return [
    `SIP/2.0 ${status} ${reason}`,
    ...vias.map((via) => `Via: ${via}`),
    ...lines,
    ...headers,
    'Content-Length: 0',
    '',
    '',
  ].join('\r\n');
}

const tagFor = (seed: string): string => createHash('sha256').update(seed).digest('hex').slice(0, 10);
