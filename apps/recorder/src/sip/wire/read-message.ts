import { IncomingRequestMessage, IncomingResponseMessage, LoggerFactory } from 'sip.js/lib/core/index.js';
import { requestLineOf, valueOf, valuesOf, type HeaderLine, type MessageHead, type RequestLine } from './message-head.js';
import { parseNameAddress, splitList } from './name-address.js';
import type { Refusal } from './stateless-reply.js';
import { parseUri } from './uri.js';
import { branchOf, isVia, transactionKey } from './via.js';

export type Message = IncomingRequestMessage | IncomingResponseMessage;

/** Option tags a request may require of us (RFC 7866 §6, RFC 4028). */
export const SUPPORTED_OPTIONS = ['siprec', 'record-aware', 'timer'] as const;

const ONCE = ['from', 'to', 'call-id', 'cseq', 'content-length', 'max-forwards'] as const;
const NEEDED = ['from', 'to', 'call-id', 'cseq', 'via'] as const;
const BAD_REQUEST: Refusal = { status: 400, reason: 'Bad Request' };
const CALL_ID = /^[\w\-.!%*+`'~()<>:\\"/[\]?{}]+(?:@[\w\-.!%*+`'~()<>:\\"/[\]?{}]+)?$/;
const CSEQ = /^(\d{1,10})[ \t]+([\w\-.!%*+`'~]+)$/;

/** The library's own spelling of what it wants parsed. */
const KEPT_AS = { from: 'From', to: 'To', contact: 'Contact', 'record-route': 'Record-Route' } as const;

/** The library would read these by its generated grammar; the body says the first better, and there are no credentials for the others. */
const UNHEARD = ['content-disposition', 'www-authenticate', 'proxy-authenticate'];

/** A logger factory that says nothing: what SIP messages hold is personal. */
export function silentLoggers(): LoggerFactory {
  const factory = new LoggerFactory();
  factory.builtinEnabled = false;
  return factory;
}

/**
 * Makes the library's message from a stamped head and a body, reading each header once, and checks what the library leaves unchecked.
 * A request is refused with the response it deserves; undefined means that it deserves none. Takes the place of the library's parser,
 * whose generated grammar costs milliseconds a message and has no bound.
 */
export function readMessage(head: MessageHead, body: Buffer): Message | Refusal | undefined {
  const line = requestLineOf(head);
  if (line && line.version !== '2.0') return { status: 505, reason: 'Version Not Supported' };
  if (head.fault !== undefined || ONCE.some((name) => valuesOf(head, name).length > 1)) return line && refusalOf(head);
  if (!NEEDED.every((name) => valueOf(head, name) !== undefined)) return line && BAD_REQUEST;
  return line ? readRequest(head, line, body) : readResponse(head, body);
}

/** Names the fault, so that whoever reads a trace at the peer finds it. */
function refusalOf({ fault }: MessageHead): Refusal {
  if (fault === 'too-long') return { status: 400, reason: 'Header Too Long' };
  return fault === 'too-many-lines' ? { status: 400, reason: 'Too Many Headers' } : BAD_REQUEST;
}

function readRequest(head: MessageHead, line: RequestLine, body: Buffer): IncomingRequestMessage | Refusal {
  const ruri = parseUri(line.uri);
  const message = new IncomingRequestMessage();
  const cseq = fill(message, head, wholeBody(head, body));
  if (!ruri || Object.keys(ruri.headers).length > 0) return BAD_REQUEST; // headers may not stand there, RFC 3261 §19.1.1
  if (cseq === undefined || cseq !== line.method || !isSound(head, body)) return BAD_REQUEST;
  message.method = line.method;
  message.ruri = ruri;
  message.viaBranch = transactionKey(message.getHeader('via') ?? '', line.method);
  if (message.method === 'INVITE' && message.getHeaders('contact').length !== 1)
    return { status: 400, reason: 'Missing Contact Header' };
  return requiring(message) ?? message;
}

function readResponse(head: MessageHead, body: Buffer): IncomingResponseMessage | undefined {
  const status = /^SIP\/2\.0 ([1-6]\d\d)(?: (.*))?$/i.exec(head.startLine);
  const message = new IncomingResponseMessage();
  const method = fill(message, head, wholeBody(head, body));
  if (!status || method === undefined) return undefined;
  message.statusCode = Number(status[1]);
  message.reasonPhrase = status[2] ?? '';
  message.method = method;
  message.viaBranch = branchOf(message.getHeader('via') ?? '');
  return message;
}

/** Gives a message its headers and body and returns the method that CSeq names; undefined when a header is unsound. */
function fill(message: Message, head: MessageHead, body: Buffer): string | undefined {
  message.headers = Object.create(null) as typeof message.headers;
  message.data = '';
  if (!head.headers.every((header) => add(message, header))) return undefined;
  const [, number, method] = CSEQ.exec(valueOf(head, 'cseq') ?? '') ?? [];
  const callId = valueOf(head, 'call-id') ?? '';
  if (Number(number) >= 2 ** 31 || method === undefined || !CALL_ID.test(callId)) return undefined;
  message.callId = callId;
  message.cseq = Number(number);
  message.body = body.toString('latin1');
  return isVia(valueOf(head, 'via') ?? '') ? method : undefined;
}

/** Adds one header, parsed where the library would parse it; false when it is unsound. */
function add(message: Message, { name, value }: HeaderLine): boolean {
  if (name === 'from' || name === 'to') return addParty(message, name, value);
  const isList = name === 'record-route' || (name === 'contact' && value !== '*');
  if (isList) return splitList(value).every((item) => addAddress(message, name, item) !== undefined);
  if (name === 'content-type') message.headers['Content-Type'] = [{ raw: value, parsed: value }];
  else if (!UNHEARD.includes(name)) message.addHeader(name, value);
  return true;
}

function addParty(message: Message, name: 'from' | 'to', value: string): boolean {
  const party = addAddress(message, name, value);
  if (!party) return false;
  const tag = party.getParam('tag') ?? undefined;
  if (name === 'from') Object.assign(message, { from: party, fromTag: tag });
  else Object.assign(message, { to: party, ...(tag !== undefined && { toTag: tag }) });
  return name === 'to' || tag !== undefined;
}

function addAddress(message: Message, name: keyof typeof KEPT_AS, value: string): ReturnType<typeof parseNameAddress> {
  const parsed = parseNameAddress(value);
  if (parsed) (message.headers[KEPT_AS[name]] ??= []).push({ raw: value, parsed });
  return parsed;
}

/** Octets after the end of the body are none of it (RFC 3261 §18.3). */
function wholeBody(head: MessageHead, body: Buffer): Buffer {
  const length = valueOf(head, 'content-length');
  return length === undefined ? body : body.subarray(0, Math.max(0, Number(length)));
}

/** Numbers in range, and no body that is shorter than said. */
function isSound(head: MessageHead, body: Buffer): boolean {
  const forwards = valueOf(head, 'max-forwards') ?? '70';
  const length = valueOf(head, 'content-length') ?? '0';
  if (!/^\d{1,3}$/.test(forwards) || Number(forwards) > 255 || !/^\d{1,9}$/.test(length)) return false;
  return Number(length) <= body.length;
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
