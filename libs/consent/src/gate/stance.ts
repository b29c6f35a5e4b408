import type { EvidenceReference } from '../grant/consent-grant.js';
import type { PartPolicy } from '../policy.js';
import type { RefusalReason } from '../refusal.js';
import type { Answer } from './answer.js';

/** Where a contact part stands after the facts so far. `final` marks a spoken no, as against silence; `at` in epoch ms. */
export type Stance =
  | { readonly given: true; readonly at: number; readonly evidence: EvidenceReference }
  | { readonly given: false; readonly at: number; readonly reason: RefusalReason; readonly final: boolean };

/** Silence, in the words of the mode. */
export function silence(reason: RefusalReason): Stance {
  return { given: false, at: Number.NEGATIVE_INFINITY, reason, final: false };
}

/** The stance before the first fact. Only a policy that records by default, or an announcement before SIPREC, starts with a yes. */
export function stanceAtStart(policy: PartPolicy): Stance {
  const at = policy.startedAt;
  const reference = { at, wordingVersion: null, id: null };
  const announced = policy.askedBeforeSeconds !== null;
  switch (policy.mode) {
    case 'by-user-on':
      return { given: true, at, evidence: { ...reference, kind: 'policy' } };
    case 'always-with-notice':
      return announced ? { given: true, at, evidence: { ...reference, kind: 'announced' } } : silence('not-asked');
    case 'only-with-consent':
      return silence(announced ? 'unanswered' : 'not-asked');
    default:
      return silence('off');
  }
}

/** The stance after an answer: a no always counts, a yes only where the mode takes it from this source and no newer no stands. */
export function afterAnswer(policy: PartPolicy, stance: Stance, answer: Answer): Stance {
  return answer.given ? afterYes(policy, stance, answer) : afterNo(policy, stance, answer);
}

function afterNo(policy: PartPolicy, stance: Stance, answer: Answer): Stance {
  if (isOlderThanSpokenYes(stance, answer)) return stance;
  const at = Math.max(answer.at, stance.given ? answer.at : stance.at);
  if (answer.withdrawn || isWithdrawn(stance)) return { given: false, at, reason: 'withdrawn', final: true };
  const spoken = !stance.given && stance.final;
  if (!spoken && isUserControlled(policy) && answer.isOwnStop === true) return { given: false, at, reason: 'off', final: false };
  return { given: false, at, reason: 'refused', final: true };
}

/** A standing refusal was made before the call: a yes spoken since then is the newer word. A notice or a default is no spoken yes. */
function isOlderThanSpokenYes(stance: Stance, answer: Answer): boolean {
  if (answer.reference.kind !== 'standing' || !stance.given || stance.at <= answer.at) return false;
  return stance.evidence.kind === 'digit' || stance.evidence.kind === 'api';
}

function isWithdrawn(stance: Stance): boolean {
  return !stance.given && stance.reason === 'withdrawn';
}

function afterYes(policy: PartPolicy, stance: Stance, answer: Answer): Stance {
  if (stance.given) return stance;
  if (isUserControlled(policy) && !isUser(answer)) return stance;
  if (answer.at <= stance.at) return stance;
  if (stance.final && !mayFollowNo(stance.reason, answer)) return stance;
  return { given: true, at: answer.at, evidence: answer.reference };
}

/** After a no, an agent's yes is an override with its own right; after a withdrawal it is worth nothing (05, The consent gate). */
function mayFollowNo(reason: RefusalReason, answer: Answer): boolean {
  if (answer.by !== 'agent' && answer.by !== 'dpo') return true;
  return answer.override && reason === 'refused';
}

function isUserControlled(policy: PartPolicy): boolean {
  return policy.mode === 'by-user' || policy.mode === 'by-user-on';
}

/** A user starts at their desktop, or their telephony client does it for them. */
function isUser(answer: Answer): boolean {
  return answer.reference.kind === 'api' && (answer.by === 'agent' || answer.by === 'integration');
}
