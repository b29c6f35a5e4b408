import type { ApiAnswer, Asked, Digit, StandingAnswer, Withdrawn } from '../evidence.js';
import type { ConsentKeys, PartPolicy } from '../policy.js';

export const start = 1_000_000;
export const keys: ConsentKeys = { acceptKey: '1', rejectKey: '2', withdrawalSequence: null, windowSeconds: 10, retries: 1 };
/** A part of a call on which the customer is asked for consent by key. */
export const policy: PartPolicy = {
  contactId: '0198a000-0000-7000-8000-000000000001',
  purpose: 'quality',
  mode: 'only-with-consent',
  channels: ['customer', 'agent'],
  keys,
  startedAt: start,
  askedBeforeSeconds: null,
};
/** Facts at so many seconds after the start of the part. */
export const asked = (second: number): Asked => ({ kind: 'asked', at: start + second * 1000, wordingVersion: 'en-3', by: 'ivr' });
export const pressed = (digit: string, second: number, more: Partial<Digit> = {}): Digit => ({
  kind: 'digit',
  channel: 'customer',
  digit,
  at: start + second * 1000,
  receivedAt: start + second * 1000,
  ...more,
});
export const told = (given: boolean, second: number, more: Partial<ApiAnswer> = {}): ApiAnswer => ({
  kind: 'api',
  given,
  by: 'ivr',
  at: start + second * 1000,
  ...more,
});
export const standing = (given: boolean, more: Partial<StandingAnswer> = {}): StandingAnswer => ({
  kind: 'standing',
  given,
  purpose: 'quality',
  at: start - 86_400_000,
  foundAt: start,
  validUntil: null,
  ...more,
});
export const withdrawn = (second: number): Withdrawn => ({ kind: 'withdrawn', by: 'customer', at: start + second * 1000 });
