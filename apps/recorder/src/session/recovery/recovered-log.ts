import { beginFactChain, decodeFact, type CallFact } from '@voxkeep/recording';
import { isVoxkeepError } from '@voxkeep/contracts';
import type { UnfinishedCall } from '../../media/journal-index.js';
import type { CallLog } from '../books/call-log.js';

/**
 * The facts of a call as the journal of a dead recorder has them, with those that its recovery adds. They are all told to the books
 * again: what stands there stays as it is.
 */
export class RecoveredLog implements Pick<CallLog, 'recordingId' | 'facts' | 'write' | 'hasUnbound' | 'unbound' | 'bound'> {
  readonly #facts: CallFact[];
  #bound = 0;

  constructor(
    readonly recordingId: string,
    facts: readonly CallFact[],
  ) {
    this.#facts = [...facts];
  }

  get facts(): readonly CallFact[] {
    return this.#facts;
  }

  get hasUnbound(): boolean {
    return this.#bound < this.#facts.length;
  }

  write(fact: CallFact): void {
    this.#facts.push(fact);
  }

  unbound(limit: number): readonly CallFact[] {
    return this.#facts.slice(this.#bound, this.#bound + limit);
  }

  bound(count: number): void {
    this.#bound += count;
  }
}

/** Opens the facts of a call, from the first to the last that is as it was sealed. */
export function openFacts({ recordingId, owner, facts }: UnfinishedCall, ownerKey: Uint8Array): readonly CallFact[] {
  const chain = beginFactChain({ recordingId, owner, ownerKey });
  const opened: CallFact[] = [];
  try {
    for (const fact of facts) opened.push(decodeFact(chain.open(fact)));
  } catch (refusal) {
    if (!isVoxkeepError(refusal)) throw refusal;
  } finally {
    chain.close();
  }
  return opened;
}
