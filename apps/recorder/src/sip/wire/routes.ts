import { Timers } from 'sip.js/lib/core/index.js';
import type { Flow } from './flow.js';

interface Route {
  flow: Flow;
  usedAt: number;
  answered: boolean;
}

/** Which flow a text message of the library must leave on: responses by transaction, own requests by Call-ID. */
export class Routes {
  private readonly transactions = new Map<string, Route>();
  private readonly calls = new Map<string, Route>();

  constructor(private readonly now: () => number) {}

  get size(): number {
    return this.transactions.size + this.calls.size;
  }

  /** Remembers where a request came from; a retransmission over the same transaction changes nothing. */
  remember(transaction: string, flow: Flow): void {
    const known = this.transactions.get(transaction);
    if (known) known.usedAt = this.now();
    else this.transactions.set(transaction, { flow, usedAt: this.now(), answered: false });
  }

  /** Sends the call's further requests over this flow. */
  redirect(callId: string, flow: Flow): void {
    this.calls.set(callId, { flow, usedAt: this.now(), answered: false });
  }

  ofTransaction(transaction: string): Flow | undefined {
    return this.transactions.get(transaction)?.flow;
  }

  ofCall(callId: string): Flow | undefined {
    return this.calls.get(callId)?.flow;
  }

  /** Notes that a final response left; `isAnswered` guards against a second one. */
  answered(transaction: string): void {
    const route = this.transactions.get(transaction);
    if (route) route.answered = true;
  }

  isAnswered(transaction: string): boolean {
    return this.transactions.get(transaction)?.answered ?? false;
  }

  /** Forgets what no timer can need any more; routes of live calls stay. */
  sweep(isLive: (callId: string) => boolean): void {
    const limit = this.now() - 80 * Timers.T1;
    for (const [key, { usedAt }] of this.transactions) if (usedAt < limit) this.transactions.delete(key);
    for (const [callId, { usedAt }] of this.calls) if (usedAt < limit && !isLive(callId)) this.calls.delete(callId);
  }
}
