import type { AgentCore } from '../agent-core.js';
import type { SipCounters } from '../counters.js';
import type { GuardedHandler } from '../guarded-handler.js';

/** What a dialog needs of the endpoint it lives in. */
export interface Surroundings {
  readonly agent: AgentCore;
  readonly handler: GuardedHandler;
  readonly counters: SipCounters;
  /** Ends the endpoint's knowledge of a dialog. */
  readonly forget: (callId: string) => void;
  /** Owns work that nobody waits for: a failure of it is told and counted, and stays with its call. */
  readonly own: (work: Promise<unknown>) => void;
}
