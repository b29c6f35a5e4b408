import { IncomingRequestMessage, IncomingResponseMessage, LoggerFactory, Parser } from 'sip.js/lib/core/index.js';
import type { SipSource } from '../endpoint.js';
import { headOf, headerValue, headerValues, requestLineOf, transactionKey } from './message-text.js';
import type { Refusal } from './stateless-reply.js';

export type Message = IncomingRequestMessage | IncomingResponseMessage;

/** Option tags a request may require of us (RFC 7866 §6, RFC 4028). */
export const SUPPORTED_OPTIONS = ['siprec', 'record-aware', 'timer'] as const;

const ONCE = ['from', 'to', 'call-id', 'cseq', 'content-length', 'max-forwards'] as const;
const NEEDED = ['from', 'to', 'call-id', 'cseq', 'via'] as const;
const BAD_REQUEST: Refusal = { status: 400, reason: 'Bad Request' };

/** A logger factory that says nothing: what SIP messages hold is personal. */
export function silentLoggers(): LoggerFactory {
  const factory = new LoggerFactory();
  factory.builtinEnabled = false;
  return factory;
}

const logger = silentLoggers().getLogger('sip.parser');

/** Writes `received` and `rport` into the top Via (RFC 3261 §18.2.1, RFC 3581 §4), so that every response repeats them. */
export function stampVia(text: string, { address, port }: SipSource): string {
  const via = headerValue(text, 'via');
  if (via === undefined || !requestLineOf(text)) return text;
  const [top = '', ...others] = via.split(',');
  const filled = top.replace(/;\s*rport\s*(?==\s*\d*|;|$)(=\s*\d*)?/i, `;rport=${port}`).trimEnd();
  const stamped = /;\s*received\s*=/i.test(filled) ? filled : `${filled};received=${address}`;
  return text.replace(
    /^(via|v)([ \t]*:[ \t]*).*$/im,
    (_line, name: string, colon: string) => `${name}${colon}${[stamped, ...others].join(',')}`,
  );
}

/**
 * Parses an unfolded, stamped message and checks what the library leaves unchecked. A request is refused with the
 * response it deserves; undefined means that it deserves none.
 */
export function readMessage(text: string): Message | Refusal | undefined {
  const request = requestLineOf(text);
  if (request && request.version !== '2.0') return { status: 505, reason: 'Version Not Supported' };
  const head = headOf(text);
  if (head === text || ONCE.some((name) => headerValues(head, name).length > 1)) return BAD_REQUEST;
  const message = parse(text);
  if (!message) return request ? BAD_REQUEST : undefined;
  if (message instanceof IncomingResponseMessage) return message;
  return faultOf(message, text.length - head.length - 2) ?? requiring(message) ?? keyed(message);
}

function parse(text: string): Message | undefined {
  try {
    return Parser.parseMessage(text, logger);
  } catch {
    return undefined;
  }
}

function faultOf(message: IncomingRequestMessage, bodyLength: number): Refusal | undefined {
  if (!NEEDED.every((name) => message.hasHeader(name)) || !isComplete(message)) return BAD_REQUEST;
  if (/\s(\S+)\s*$/.exec(message.getHeader('cseq') ?? '')?.[1] !== message.method) return BAD_REQUEST;
  const declared = message.getHeader('content-length');
  if (declared !== undefined && Number(declared) > bodyLength) return BAD_REQUEST;
  if (message.method === 'INVITE' && message.getHeaders('contact').length !== 1)
    return { status: 400, reason: 'Missing Contact Header' };
  return undefined;
}

/** The library's types promise these; a hostile message does not. */
function isComplete(message: Partial<IncomingRequestMessage>): boolean {
  const uri: { readonly headers?: Readonly<Record<string, unknown>> } | undefined = message.ruri;
  const hasHeaders = Object.keys(uri?.headers ?? {}).length > 0; // forbidden in a request line, RFC 3261 §19.1.1
  return [message.viaBranch, message.callId, message.from, message.to, message.fromTag, uri].every(Boolean) && !hasHeaders;
}

function requiring(message: IncomingRequestMessage): Refusal | undefined {
  if (message.method === 'ACK' || message.method === 'CANCEL') return undefined;
  const required = message
    .getHeaders('require')
    .flatMap((value) => value.split(','))
    .map((tag) => tag.trim());
  const unsupported = required.filter((tag) => tag !== '' && !SUPPORTED_OPTIONS.some((option) => option === tag.toLowerCase()));
  if (unsupported.length === 0) return undefined;
  return { status: 420, reason: 'Bad Extension', headers: [`Unsupported: ${unsupported.join(', ')}`] };
}

function keyed(message: IncomingRequestMessage): IncomingRequestMessage {
  message.viaBranch = transactionKey(message.getHeader('via') ?? '', message.method);
  return message;
}
