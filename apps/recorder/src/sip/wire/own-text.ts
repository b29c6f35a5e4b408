/**
 * What the transport must know of a message that the library wrote. Names are spelled as the library spells them and nothing is
 * folded, so looking for a line is enough.
 */
export interface OwnText {
  /** Start line and headers, each ended by CRLF. */
  readonly head: string;
  /** Undefined for a request. */
  readonly status: number | undefined;
  readonly method: string;
  readonly via: string;
  readonly callId: string;
}

/** Reads a message of the library. */
export function readOwnText(text: string): OwnText {
  const end = text.indexOf('\r\n\r\n');
  const head = end < 0 ? text : text.slice(0, end + 2);
  const status = head.startsWith('SIP/2.0 ') ? Number(head.slice(8, 11)) : undefined;
  const cseq = lineOf(head, 'CSeq') ?? '';
  return {
    ...{ head, status, method: cseq.slice(cseq.indexOf(' ') + 1) },
    ...{ via: lineOf(head, 'Via') ?? '', callId: lineOf(head, 'Call-ID') ?? '' },
  };
}

/** The first value of a header, spelled as the library does. */
export function lineOf(head: string, name: string): string | undefined {
  const mark = `\r\n${name}: `;
  const at = head.indexOf(mark);
  return at < 0 ? undefined : head.slice(at + mark.length, head.indexOf('\r\n', at + mark.length));
}
