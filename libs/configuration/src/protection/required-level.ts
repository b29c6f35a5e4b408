import type { CaseKind } from './case-states.js';

/** What a request asks for, as far as it decides how sure one must be of who asks. */
export interface RequestWeight {
  readonly kind: CaseKind;
  /** Whether the answer is to hold recordings. */
  readonly recordings: boolean;
  /** Whether a contact point that others have too is part of it. */
  readonly sharedPoints: boolean;
  readonly employee: boolean;
}
export type VerificationLevel = 1 | 2 | 3;

/**
 * How sure one has to be of who asks: 1 a known channel, 2 two of them or knowledge of two events, 3 a document (04 d). Erasing is
 * stricter than showing. `atLeast` is the site's own demand; it only ever raises.
 */
export function requiredLevel({ kind, recordings, sharedPoints, employee }: RequestWeight, atLeast = 1): VerificationLevel {
  if (employee) return 3;
  const light = ['report', 'portability', 'restriction', 'objection', 'other'].includes(kind);
  const level = light && !recordings && !sharedPoints ? 1 : 2;
  return Math.min(3, Math.max(level, Math.trunc(atLeast))) as VerificationLevel;
}

/** The level below which no answer holds a recording: whose voice it is must be surer than who asks for letters (04 d). */
export const recordingsLevel = 2;

/** Whether who asks is verified surely enough for recordings. Whether the answer is to hold them is asked apart from this. */
export function mayHoldRecordings({ verificationLevel }: { readonly verificationLevel: number }): boolean {
  return verificationLevel >= recordingsLevel;
}

/** One attempt as it counts: which method, with what result, over which contact point. */
export interface VerificationAttempt {
  readonly method: string;
  readonly result: 'passed' | 'failed';
  readonly level: number;
  readonly contactPointId: string | null;
}

/** The level that attempts add up to: two different contact points are 2, as is knowledge of two events; a document is 3. */
export function levelOf(attempts: readonly VerificationAttempt[]): number {
  const passed = attempts.filter(({ result }) => result === 'passed');
  const points = new Set(passed.flatMap(({ contactPointId }) => contactPointId ?? []));
  return Math.max(0, Math.min(points.size, 2), ...passed.map(({ level }) => level));
}

/** Wrong answers to questions of knowledge that a case allows before only a document helps. */
const allowedWrong = 2;

/** Whether questions of knowledge are over for a case. */
export function isKnowledgeLocked(attempts: readonly VerificationAttempt[]): boolean {
  return attempts.filter(({ method, result }) => method === 'knowledge' && result === 'failed').length >= allowedWrong;
}
