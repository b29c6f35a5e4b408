/** The part of a file that an answer carries, `to` exclusive. */
export interface ByteSpan {
  readonly from: number;
  readonly to: number;
}

/** What a Range header comes to: everything (200), a part (206), or nothing that is there (416). */
export type RangeDecision = { readonly answer: 'whole' | 'part'; readonly span: ByteSpan } | { readonly answer: 'none' };

/**
 * Reads a single byte range of a file of `total` bytes (RFC 9110 §14.1.2). Several ranges, other units and malformed headers are
 * ignored, as §14.2 allows: then the whole file is the answer.
 */
export function decideRange(header: string | undefined, total: number): RangeDecision {
  const whole: RangeDecision = { answer: 'whole', span: { from: 0, to: total } };
  const asked = positionsIn(header);
  if (asked === undefined || (asked.last !== undefined && asked.first !== undefined && asked.last < asked.first)) return whole;
  if (asked.first === undefined) return part(Math.max(0, total - (asked.last ?? 0)), total, total);
  return part(asked.first, asked.last === undefined ? total : Math.min(total, asked.last + 1), total);
}

/** The two positions of a single range, at least one of which is there. */
function positionsIn(header = ''): { readonly first: number | undefined; readonly last: number | undefined } | undefined {
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/i.exec(header.trim()) ?? [];
  const position = (digits: string) => (digits === '' ? undefined : Number(digits));
  return first === '' && last === '' ? undefined : { first: position(first), last: position(last) };
}

function part(from: number, to: number, total: number): RangeDecision {
  return from < total && from < to ? { answer: 'part', span: { from, to } } : { answer: 'none' };
}
