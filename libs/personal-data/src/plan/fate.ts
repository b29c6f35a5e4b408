/** What decides about one record, as far as it is known at one moment. Codes and times only. */
export interface FateFacts {
  /** Holds that cover the record now. */
  readonly holds: readonly { readonly number: string }[];
  /** A law that has it kept, until when. */
  readonly statutory: { readonly until: Date; readonly ground: string } | null;
  /** Whether an approved erasure asks for it. */
  readonly erasure: boolean;
  /** When the term of its class ends; null without a term or a start date: then no period ever takes it. */
  readonly classPeriod: { readonly ends: Date | null };
}

export type Fate =
  | { readonly fate: 'retained'; readonly reason: 'hold'; readonly holds: readonly string[] }
  | { readonly fate: 'retained'; readonly reason: 'statutory'; readonly ground: string; readonly until: Date }
  | { readonly fate: 'erased'; readonly reason: 'request' | 'period' }
  | { readonly fate: 'retained'; readonly reason: 'period'; readonly until: Date }
  | { readonly fate: 'retained'; readonly reason: 'no-term' };

/**
 * What becomes of a record now: legal hold before statutory retention before erasure request before class period. The only place
 * where this order is written; erasure and retention both ask here. An end that equals `now` has been reached.
 */
export function decideFate({ holds, statutory, erasure, classPeriod }: FateFacts, now: Date): Fate {
  if (holds.length > 0) return { fate: 'retained', reason: 'hold', holds: holds.map(({ number }) => number) };
  if (statutory !== null && statutory.until > now) return { fate: 'retained', reason: 'statutory', ...statutory };
  if (erasure) return { fate: 'erased', reason: 'request' };
  const { ends } = classPeriod;
  if (ends === null) return { fate: 'retained', reason: 'no-term' };
  return ends <= now ? { fate: 'erased', reason: 'period' } : { fate: 'retained', reason: 'period', until: ends };
}
