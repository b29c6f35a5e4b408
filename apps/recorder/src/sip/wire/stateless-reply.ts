import { createHash } from 'node:crypto';
import { hasTag, requestLineOf, valueOf, valuesOf, type MessageHead } from './message-head.js';

/** A final response that needs no transaction; `headers` are whole lines without CRLF. */
export interface Refusal {
  readonly status: number;
  readonly reason: string;
  readonly headers?: readonly string[];
}

const ECHOED = [
  { name: 'from', shown: 'From' },
  { name: 'to', shown: 'To' },
  { name: 'call-id', shown: 'Call-ID' },
  { name: 'cseq', shown: 'CSeq' },
] as const;

/**
 * A response to a request that the library will not see, or undefined when none may be sent: to a response, to an ACK, or when the
 * request lacks what a response repeats. A repeated request gets the same To tag (RFC 3261 §8.2.7).
 */
export function statelessReply(request: MessageHead, { status, reason, headers = [] }: Refusal): Buffer | undefined {
  const method = requestLineOf(request)?.method;
  if (method === undefined || method === 'ACK') return undefined;
  const vias = valuesOf(request, 'via');
  const echoed = ECHOED.map(({ name, shown }) => ({ name, shown, value: valueOf(request, name) ?? '' }));
  if (vias.length === 0 || echoed.some(({ value }) => value === '')) return undefined;
  const seed = [...vias, ...echoed.map(({ value }) => value)].join();
  const lines = echoed.map(
    ({ name, shown, value }) => `${shown}: ${name === 'to' && !hasTag(value) ? `${value};tag=${tagFor(seed)}` : value}`,
  );
  const reply = [
    `SIP/2.0 ${status} ${reason}`,
    ...vias.map((via) => `Via: ${via}`),
    ...lines,
    ...headers,
    'Content-Length: 0',
    '',
    '',
  ];
  return Buffer.from(reply.join('\r\n'), 'latin1');
}

const tagFor = (seed: string): string => createHash('sha256').update(seed).digest('hex').slice(0, 10);
