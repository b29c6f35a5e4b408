import { headerValue, requestLineOf } from './message-text.js';

export interface NextHop {
  readonly address: string;
  readonly port: number;
}

/** Where a request of ours goes by itself: its first route, else its request URI (RFC 3261 §8.1.2); 5060 unless stated. */
export function nextHopOf(request: string): NextHop | undefined {
  const uri = headerValue(request, 'route') ?? requestLineOf(request)?.uri ?? '';
  const match = /sips?:(?:[^@>;?]*@)?(\[[^\]]+\]|[^:;?>\s]+)(?::(\d+))?/i.exec(uri);
  const address = match?.[1]?.replace(/^\[|\]$/g, '');
  return address ? { address, port: Number(match?.[2] ?? 5060) } : undefined;
}
