import { diagnostics } from '@voxkeep/platform';
import type { ClientName } from '../protocol/clients.js';
import { requestSchemas, type HealthAnswer, type Operation, type RequestOf } from '../protocol/messages.js';
import { Counters } from './counters.js';
import { keyringFailed, keyringRefused } from './events.js';
import { operationsFor, type KeyringParts, type Operations } from './operations.js';
import { decideRequest, type Refusal } from './policy.js';
import { RateLimit } from './rate-limit.js';

/** An HTTP status and the JSON that goes with it. */
export interface Reply {
  readonly status: 200 | 400 | 403 | 404 | 429 | 500 | 503;
  readonly body: object;
}

/** Answers one client: form, policy, rate, then the operation; counts all of it. Every request gets exactly one reply. */
export class ClientDesk {
  private readonly counters = new Counters();
  private operations: Operations | undefined;
  private readonly indexRate: RateLimit;

  /** Sealed at first: it answers that it is, until {@link open}. */
  constructor(
    readonly client: ClientName,
    indexTermsPerMinute: number,
    nowMs: () => number,
  ) {
    this.indexRate = new RateLimit(indexTermsPerMinute, nowMs);
  }

  /** From now on requests are answered with these. */
  open(parts: KeyringParts): void {
    this.operations = operationsFor(this.client, parts);
  }

  health(): HealthAnswer {
    return { state: this.operations ? 'ready' : 'sealed', counters: this.counters.all() };
  }

  async answer(operation: string, body: unknown): Promise<Reply> {
    if (!this.operations) return { status: 503, body: { sealed: true } };
    if (!isOperation(operation)) return { status: 404, body: { code: 'keyring.unknown-operation' } };
    const parsed = requestSchemas[operation].safeParse(body);
    if (!parsed.success) return this.refuse(operation, 'malformed');
    const refusal = decideRequest(this.client, operation, parsed.data as RequestOf<typeof operation>);
    if (refusal) return this.refuse(operation, refusal);
    return this.limitRate(operation, parsed.data) ?? this.perform(this.operations, operation, parsed.data);
  }

  private async perform(operations: Operations, operation: Operation, request: unknown): Promise<Reply> {
    const perform = operations[operation] as (request: unknown) => Promise<object>;
    try {
      const answer = await perform(request);
      this.counters.add(`${operation}.requests`);
      this.counters.add(`${operation}.items`, itemsIn(answer));
      return { status: 200, body: answer };
    } catch (error) {
      this.counters.add('failed');
      diagnostics.record(keyringFailed, { client: this.client, operation, error });
      return { status: 500, body: { code: 'keyring.failed' } };
    }
  }

  private limitRate(operation: Operation, request: object): Reply | undefined {
    if (operation !== 'index' && operation !== 'announced-mark') return undefined;
    const retryAfterMs = this.indexRate.take(operation === 'index' ? (request as RequestOf<'index'>).terms.length : 1);
    if (retryAfterMs === 0) return undefined;
    this.counters.add(`${operation}.limited`);
    diagnostics.record(keyringRefused, { client: this.client, operation, reason: 'rate' });
    return { status: 429, body: { code: 'keyring.rate-limited', retryAfterMs } };
  }

  private refuse(operation: Operation, reason: Refusal | 'malformed'): Reply {
    this.counters.add('refused');
    diagnostics.record(keyringRefused, { client: this.client, operation, reason });
    return { status: reason === 'malformed' ? 400 : 403, body: { code: 'keyring.refused', reason } };
  }
}

function isOperation(text: string): text is Operation {
  return Object.hasOwn(requestSchemas, text);
}

/** Every list answer has exactly one array; the feed has none. */
function itemsIn(answer: object): number {
  return Object.values(answer).reduce<number>((sum, value) => sum + (Array.isArray(value) ? value.length : 0), 0);
}
