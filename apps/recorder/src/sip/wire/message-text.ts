const COMPACT: Readonly<Record<string, string>> = {
  via: 'v',
  from: 'f',
  to: 't',
  'call-id': 'i',
  'content-length': 'l',
  'content-type': 'c',
  contact: 'm',
};
const patterns = new Map<string, RegExp>();

/** The head of a message: start line and headers, each ended by CRLF. The whole text when there is no empty line. */
export function headOf(text: string): string {
  const end = text.indexOf('\r\n\r\n');
  return end < 0 ? text : text.slice(0, end + 2);
}

/** Joins folded header lines (RFC 3261 §7.3.1), which the library's grammar does not always survive. */
export function unfold(text: string): string {
  const head = headOf(text);
  return head.replace(/[ \t]*\r\n[ \t]+/g, ' ') + text.slice(head.length);
}

/** The values of a header in order, by its long name or its compact form. Takes an unfolded message. */
export function headerValues(text: string, name: string): readonly string[] {
  return [...headOf(text).matchAll(patternOf(name))].map((match) => (match[1] ?? '').trim());
}

export const headerValue = (text: string, name: string): string | undefined => headerValues(text, name)[0];

/** Method and SIP version of a request line; undefined for a response or nonsense. */
export function requestLineOf(
  text: string,
): { readonly method: string; readonly uri: string; readonly version: string } | undefined {
  const match = /^([A-Za-z0-9!%*_+`'~.-]+) (.+) SIP\/(\d+\.\d+)[ \t]*\r\n/i.exec(text);
  return match ? { method: match[1] ?? '', uri: match[2] ?? '', version: match[3] ?? '' } : undefined;
}

/** Status of a response line; undefined for a request or nonsense. */
export function statusOf(text: string): number | undefined {
  const match = /^SIP\/2\.0 (\d{3})/.exec(text);
  return match ? Number(match[1]) : undefined;
}

/** The method named by CSeq, which a response shares with its request. */
export const cseqMethodOf = (text: string): string => /\s(\S+)$/.exec(headerValue(text, 'cseq') ?? '')?.[1] ?? '';

/**
 * What identifies a transaction at a server: branch, sent-by and method, where ACK and CANCEL belong to the INVITE
 * (RFC 3261 §17.2.3). The library compares the branch alone, so two peers with the same branch would collide.
 */
export function transactionKey(via: string, method: string): string {
  const sentBy = /^SIP\s*\/\s*2\.0\s*\/\s*\w+\s+([^;,\s]+)/i.exec(via)?.[1] ?? '';
  const branch = /;\s*branch\s*=\s*([^;,\s]+)/i.exec(via)?.[1] ?? '';
  return `${branch}|${sentBy.toLowerCase()}|${method === 'ACK' || method === 'CANCEL' ? 'INVITE' : method}`;
}

function patternOf(name: string): RegExp {
  const known = patterns.get(name);
  if (known) return known;
  const compact = COMPACT[name.toLowerCase()];
  const pattern = new RegExp(`^(?:${name}${compact ? `|${compact}` : ''})[ \\t]*:[ \\t]*(.*)$`, 'gim');
  patterns.set(name, pattern);
  return pattern;
}
