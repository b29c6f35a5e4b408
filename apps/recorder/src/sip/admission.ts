import type { SipCounters } from './counters.js';
import type { SipSource } from './endpoint.js';
import { hasTag, requestLineOf, valueOf, type MessageHead } from './wire/message-head.js';
import type { Refusal } from './wire/stateless-reply.js';
import { transactionKey } from './wire/via.js';

const FULL: Refusal = { status: 503, reason: 'Service Unavailable' }; // no Retry-After: the client would avoid the whole recorder
const MOST_REFUSED = 10_000;

/** What admission asks about what is under way. */
export interface UnderWay {
  readonly hasTransaction: (key: string) => boolean;
  readonly hasDialog: (callId: string) => boolean;
  readonly capacityLeft: (source: SipSource) => boolean;
}

/**
 * Decides on an INVITE by its start line, Via and To, before anything is parsed for it: a burst that cannot be taken costs microseconds
 * a call, and its refusals leave in the turn in which it came.
 */
export class Admission {
  /** Refused transactions and when: a repetition that crossed the refusal must not be let in after all. */
  private readonly refused = new Map<string, number>();

  constructor(
    private readonly underWay: UnderWay,
    private readonly counters: SipCounters,
    private readonly now: () => number,
  ) {}

  get size(): number {
    return this.refused.size;
  }

  atFirstSight(head: MessageHead, source: SipSource): Refusal | 'go-on' | 'absorb' {
    const method = requestLineOf(head)?.method;
    if (method !== 'INVITE' && method !== 'ACK') return 'go-on';
    const key = transactionKey(valueOf(head, 'via') ?? '', method);
    if (this.underWay.hasTransaction(key)) return 'go-on';
    if (method === 'ACK') return this.absorbs(head);
    if (hasTag(valueOf(head, 'to'))) return 'go-on';
    if (!this.refused.has(key) && this.underWay.capacityLeft(source)) return 'go-on';
    this.refuse(key);
    return FULL;
  }

  /** Forgets what was refused longer ago than a client repeats its INVITE. */
  sweep(olderThanMs: number): void {
    const limit = this.now() - olderThanMs;
    for (const [key, at] of this.refused) if (at < limit) this.refused.delete(key);
  }

  /** The ACK to a refusal that was sent without a transaction belongs to nothing. */
  private absorbs(head: MessageHead): 'go-on' | 'absorb' {
    if (this.underWay.hasDialog(valueOf(head, 'call-id') ?? '')) return 'go-on';
    this.counters.absorbedAcks += 1;
    return 'absorb';
  }

  private refuse(key: string): void {
    this.counters.refusedAtOnce += 1;
    if (this.refused.size < MOST_REFUSED) this.refused.set(key, this.now());
  }
}
