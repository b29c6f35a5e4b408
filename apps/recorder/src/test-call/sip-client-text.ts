/** A received message: its start line, headers by lower-case long name, body. */
export interface ClientMessage {
  readonly startLine: string;
  readonly headers: ReadonlyMap<string, readonly string[]>;
  readonly body: string;
}

const LONG_NAMES: ReadonlyMap<string, string> = new Map([
  ['v', 'via'],
  ['f', 'from'],
  ['t', 'to'],
  ['i', 'call-id'],
  ['l', 'content-length'],
  ['c', 'content-type'],
  ['m', 'contact'],
]);

/** Reads one whole message; undefined when it is none. */
export function readClientMessage(text: string): ClientMessage | undefined {
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const [startLine = '', ...lines] = text.slice(0, end).split('\r\n');
  const headers = new Map<string, string[]>();
  for (const line of lines) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).trim().toLowerCase();
    const long = LONG_NAMES.get(name) ?? name;
    headers.set(long, [...(headers.get(long) ?? []), line.slice(colon + 1).trim()]);
  }
  return { startLine, headers, body: text.slice(end + 4) };
}

export const firstOf = (message: ClientMessage, name: string): string => message.headers.get(name)?.[0] ?? '';

/** The status of a response; undefined for a request. */
export const statusOf = (message: ClientMessage): number | undefined => {
  const match = /^SIP\/2\.0 (\d{3})/.exec(message.startLine);
  return match ? Number(match[1]) : undefined;
};

/** The reason phrase of a response. */
export const reasonOf = (response: ClientMessage): string => response.startLine.replace(/^SIP\/2\.0 \d{3} ?/, '');

/** The text of a response's Warning, `305 recorder "text"`; empty without one. */
export const warningOf = (response: ClientMessage): string =>
  /^\d{3}[ \t]+\S+[ \t]+"([^"]*)"/.exec(firstOf(response, 'warning'))?.[1] ?? '';

/** CSeq as number and method. */
export function cseqOf(message: ClientMessage): { readonly number: number; readonly method: string } {
  const [number = '0', method = ''] = firstOf(message, 'cseq').split(/\s+/);
  return { number: Number(number), method };
}

/** Joins start line, header lines and body, with the length of the body in octets. */
export function messageText(startLine: string, headers: readonly string[], body = ''): string {
  return [startLine, ...headers, `Content-Length: ${Buffer.byteLength(body)}`, '', body].join('\r\n');
}
