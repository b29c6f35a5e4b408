import type { Asked, Digit } from '../evidence.js';
import type { ConsentKeys, PartPolicy } from '../policy.js';

/** The time in which a key is an answer. Times in epoch ms, both ends included. */
export interface Window {
  readonly from: number;
  readonly to: number;
  readonly wordingVersion: string | null;
  readonly wrongKeysLeft: number;
}

function openFor(keys: ConsentKeys, from: number, seconds: number, wordingVersion: string | null): Window {
  return { from, to: from + seconds * 1000, wordingVersion, wrongKeysLeft: keys.retries };
}

/** The window that the trunk's announcement before SIPREC opened, if there is one. */
export function windowAtStart(policy: PartPolicy): Window | undefined {
  if (policy.keys === null || policy.askedBeforeSeconds === null || policy.askedBeforeSeconds <= 0) return undefined;
  return openFor(policy.keys, policy.startedAt, policy.askedBeforeSeconds, null);
}

/** The window of a question that was put during the call. */
export function windowOf(keys: ConsentKeys, asked: Asked): Window {
  return openFor(keys, asked.at, keys.windowSeconds, asked.wordingVersion);
}

/**
 * Whether a key can be an answer to an open question: pressed on the customer's stream, after the question and before the time-out, and received in that time too, so that a delayed or backdated packet cannot answer a later question.
 */
export function isInWindow(window: Window | undefined, digit: Digit): window is Window {
  if (window === undefined || !isCustomers(digit)) return false;
  const { at, receivedAt } = digit;
  return window.from <= at && at <= receivedAt && receivedAt <= window.to;
}

/** Whether the customer pressed it, or may have among others who are heard in their stream. */
export function isCustomers({ channel }: Digit): boolean {
  return channel === 'customer' || channel === 'shared';
}

/** Whether a key went down after the question was put: one that was down already, or up again, says nothing to it. */
export function isAfter({ from }: Window, { at, beganAt = at }: Digit): boolean {
  return from <= beganAt;
}

/** The window after a key that means nothing: still open while it forgives wrong keys. */
export function afterWrongKey(window: Window): Window | undefined {
  return window.wrongKeysLeft > 0 ? { ...window, wrongKeysLeft: window.wrongKeysLeft - 1 } : undefined;
}
