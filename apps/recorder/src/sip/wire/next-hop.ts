import { lineOf } from './own-text.js';

export interface NextHop {
  readonly address: string;
  readonly port: number;
}

/** Where a request of ours goes by itself: its first route, else its request URI (RFC 3261 §8.1.2); 5060 unless stated. */
export function nextHopOf(head: string): NextHop | undefined {
  const uri = lineOf(head, 'Route') ?? head.slice(head.indexOf(' ') + 1, head.indexOf('\r\n'));
  const scheme = uri.search(/sips?:/i);
  const at = uri.indexOf('@', scheme);
  const host = uri.slice(at < 0 ? uri.indexOf(':', scheme) + 1 : at + 1);
  const match = scheme < 0 ? null : /^(\[[^\]]+\]|[^:;,?>\s]+)(?::(\d+))?/.exec(host);
  const address = match?.[1]?.replace(/^\[|\]$/g, '');
  return address ? { address, port: Number(match?.[2] ?? 5060) } : undefined;
}
